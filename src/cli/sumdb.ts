/** `gostead sumdb check [--head FILE]`: our tree head, and another machine's beside it. */
import { readFileSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { GosteadError } from "#model/error.ts";
import { checkHead, staleDays, staleError } from "#toolchain/headcheck.ts";
import { logOf } from "#toolchain/prove.ts";
import type { CliContext } from "./context.ts";
import { openEngine } from "./open.ts";
import { shown } from "./render.ts";

export interface SumdbFlags {
  readonly head?: string;
}

/** No signed head comes near this; more is some other file. */
const MAX_HEAD = 64 * 1024;

function readHead(path: string): string {
  try {
    if (statSync(path).size <= MAX_HEAD) return readFileSync(path, "utf8");
  } catch (cause) {
    throw new GosteadError("usage", `cannot read the tree head in ${shown(path)}`, {
      fix: "name a file that holds what the log's /latest answers",
      cause,
    });
  }
  throw new GosteadError("usage", `${shown(path)} is too long for a tree head`, {
    fix: "name a file that holds what the log's /latest answers",
  });
}

/** What is wrong with a head that came in a file is mended in that file. */
function aboutFile(error: unknown, path: string): unknown {
  if (!(error instanceof GosteadError) || error.code === "log-fork") return error;
  const { code, message, fix = "the file must hold a head as the log signed it" } = error;
  return new GosteadError(code, `${shown(path)}: ${message}`, { fix, cause: error });
}

export async function runSumdbCheck(this: CliContext, flags: SumdbFlags): Promise<number> {
  const engine = await openEngine(this);
  const given =
    flags.head === undefined
      ? Buffer.from(await logOf(engine).readRemote("/latest")).toString("utf8")
      : readHead(resolve(this.host.cwd, flags.head));
  const {
    before,
    given: tree,
    now,
  } = await checkHead(given, engine).catch((error: unknown) => {
    throw flags.head === undefined ? error : aboutFile(error, flags.head);
  });
  if (this.globals.json) {
    this.output.json({
      log: engine.trust().name,
      before: before?.size ?? null,
      given: tree.size,
      now: now.size,
      ok: true,
    });
  } else {
    const kept =
      before === undefined
        ? "the first that is kept here"
        : `consistent with ours of ${before.size} records`;
    const ahead = now.size > tree.size ? `; ours has ${now.size} and stays` : "";
    this.output.data(
      `${engine.trust().name}: signed head of ${tree.size} records, ${kept}${ahead}`,
    );
  }
  const days = staleDays(engine);
  if (days !== undefined) throw staleError(engine, days);
  return 0;
}
