/** `gostead sumdb check [--head FILE]`: our tree head, and another machine's beside it. */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { checkHead, staleDays, staleError } from "#toolchain/headcheck.ts";
import { logOf } from "#toolchain/prove.ts";
import type { CliContext } from "./context.ts";
import { openEngine } from "./open.ts";

export interface SumdbFlags {
  readonly head?: string;
}

export async function runSumdbCheck(this: CliContext, flags: SumdbFlags): Promise<number> {
  const engine = openEngine(this);
  const given =
    flags.head === undefined
      ? Buffer.from(await logOf(engine).readRemote("/latest")).toString("utf8")
      : readFileSync(resolve(this.host.cwd, flags.head), "utf8");
  const { before, given: tree, now } = await checkHead(given, engine);
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
        ? "no head was kept before"
        : `consistent with ours of size ${before.size}`;
    this.output.data(`${engine.trust().name}: tree of size ${tree.size}, ${kept}; now ${now.size}`);
  }
  const days = staleDays(engine);
  if (days !== undefined) throw staleError(engine, days);
  return 0;
}
