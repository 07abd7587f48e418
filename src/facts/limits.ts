/**
 * How many files and processes one may have, and how much stack: soft and hard, from /proc/self/limits
 * (proc(5)), elsewhere from the shell's ulimit. Null is no limit.
 *
 *   Max open files            1024                 524288               files
 *
 * Node raises its own soft number of files to the hard one as it starts: the launcher
 * says in GOSTEAD_SOFT_NOFILE what it was.
 */
import { defineFact, type Fact, known, unknown } from "./fact.ts";
import { type FileAnswer, type RunAnswer, textOf } from "./read.ts";

const MAX = 1 << 14;
const ASK = "for l in n u s; do ulimit -S$l; ulimit -H$l; done";

export interface Limit {
  readonly soft: number | null;
  readonly hard: number | null;
}

export interface Limits {
  readonly nofile: Limit;
  readonly nproc: Limit;
  /** Bytes. */
  readonly stack: Limit;
}

export const limitsFact = defineFact({
  name: "limits",
  cost: "instant",
  about: "how many files and processes may be open here, and how much stack: soft and hard",
  reads: ({ platform }) => [
    { env: "GOSTEAD_SOFT_NOFILE" },
    platform.startsWith("linux")
      ? { file: "/proc/self/limits", max: MAX }
      : { argv: ["sh", "-c", ASK], max: MAX },
  ],
  parse: ([kept, answer]) => {
    const asked = answer as FileAnswer | RunAnswer;
    const read = "path" in asked ? limitsIn(asked) : ulimitsIn(asked);
    if (!read.known || kept === undefined || !/^(\d+|unlimited)$/.test(kept)) return read;
    const { nofile, ...rest } = read.value;
    return known<Limits>({ ...rest, nofile: { ...nofile, soft: numberOf(kept) } });
  },
});

function limitsIn(answer: FileAnswer): Fact<Limits> {
  const read = textOf(answer);
  if (read.is === "absent") return unknown("there is no /proc/self/limits");
  if (read.is === "unreadable") return unknown(`${read.path}: ${read.reason}`);
  const [nofile, nproc, stack] = ["open files", "processes", "stack size"].map((name) =>
    limitIn(read.text, name),
  );
  if (nofile === undefined || nproc === undefined || stack === undefined)
    return unknown("/proc/self/limits lacks a line");
  return known({ nofile, nproc, stack });
}

function limitIn(text: string, name: string): Limit | undefined {
  const line = new RegExp(`^Max ${name} +(\\d+|unlimited) +(\\d+|unlimited) `, "m").exec(text);
  const [, soft, hard] = line ?? [];
  if (soft === undefined || hard === undefined) return undefined;
  return { soft: numberOf(soft), hard: numberOf(hard) };
}

/** Six lines: soft and hard of files, processes and stack, the last in KiB. */
function ulimitsIn(answer: RunAnswer): Fact<Limits> {
  if (answer.is === "failed") return unknown(answer.reason);
  const words = answer.stdout.trim().split("\n");
  if (words.length !== 6 || words.some((word) => !/^(\d+|unlimited)$/.test(word)))
    return unknown("ulimit says no limits");
  const of = (at: number, unit = 1): Limit => {
    const [soft = null, hard = null] = words.slice(at, at + 2).map(numberOf);
    return { soft: soft && soft * unit, hard: hard && hard * unit };
  };
  return known({ nofile: of(0), nproc: of(2), stack: of(4, 1024) });
}

function numberOf(word: string): number | null {
  return word === "unlimited" ? null : Number(word);
}
