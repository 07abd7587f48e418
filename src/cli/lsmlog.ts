/** Where the lsm commands get their denials: a log that is named, or this machine's. */
import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { gather } from "#facts/gather.ts";
import { thisPlace } from "#facts/place.ts";
import { codeOf } from "#host/env.ts";
import type { Denial } from "#lsm/denial.ts";
import { denialsIn } from "#lsm/parse.ts";
import { goDenials } from "#lsm/tools.ts";
import { GosteadError } from "#model/error.ts";
import { quoted } from "#model/quote.ts";
import type { CliContext } from "./context.ts";

/** Of a longer log only the end is read. */
const MAX = 64 << 20;

export interface Seen {
  /** A file's path or `dmesg`; null where no module decides here. */
  readonly log: string | null;
  /** Go's alone. */
  readonly denials: readonly Denial[];
}

/** Throws `usage` for what is no log, `no-permission` when this machine's may not be read. */
export async function readDenials(context: CliContext, log?: string): Promise<Seen> {
  if (log !== undefined) {
    const ever = { since: 0, limit: Number.MAX_SAFE_INTEGER };
    return { log, denials: goDenials(denialsIn(endOf(log)), ever).denials };
  }
  const { denials } = await gather(["denials"], thisPlace(context.host));
  if (denials.known) return denials.value;
  throw new GosteadError("no-permission", `the log of denials is unknown: ${denials.reason}`, {
    fix: "as root: gostead lsm scan; or name a copy with --log",
  });
}

export function endOf(path: string): string {
  let file: number | undefined;
  try {
    file = openSync(path, "r");
    const status = fstatSync(file);
    if (!status.isFile()) throw new GosteadError("usage", `${quoted(path)} is no file`);
    const bytes = Buffer.alloc(Math.min(status.size, MAX));
    const read = readSync(file, bytes, 0, bytes.length, status.size - bytes.length);
    return bytes.subarray(0, read).toString("utf8");
  } catch (cause) {
    if (cause instanceof GosteadError) throw cause;
    throw new GosteadError("usage", `cannot read ${quoted(path)}: ${codeOf(cause)}`, {
      fix: "name a file that you may read",
      cause,
    });
  } finally {
    if (file !== undefined) closeSync(file);
  }
}
