/**
 * How often what was attempted came to its end, and for what cause it did not, out of
 * the audit log's own events. An attempt is an `install` or a `repair`, which are
 * always kept, or an event of kind `attempt`, which is kept where a person wants it
 * (audit.attempts). Pure.
 */
import { CAUSES, type Cause, causeOfCode } from "#model/cause.ts";
import type { Entry } from "./format.ts";

/** Always in the log, by their own kind. */
const KINDS: readonly string[] = ["install", "repair"];
/** `subject` says what was attempted, `detail.codes` and `detail.causes` for what it failed, a cause for each code. */
export const ATTEMPT = "attempt";

export interface Rate {
  /** `install`, `repair`, `use`, `setup`, `doctor --fix`. */
  readonly what: string;
  readonly tries: number;
  readonly ok: number;
}

export interface CauseCount {
  readonly cause: Cause;
  /** Attempts that failed for it; one may fail for several. */
  readonly failures: number;
  /** Error or finding codes, the most frequent first. */
  readonly codes: readonly string[];
}

export interface Rates {
  readonly attempts: readonly Rate[];
  readonly causes: readonly CauseCount[];
}

/** The attempts among these events; rows in the order of their names. */
export function ratesOf(entries: readonly Pick<Entry, "kind" | "subject" | "result" | "detail">[]) {
  const tried = entries.flatMap((entry) => {
    const what = attemptOf(entry);
    return what === undefined ? [] : [{ ...entry, what }];
  });
  const names = [...new Set(tried.map(({ what }) => what))].sort();
  const attempts = names.map((what): Rate => {
    const some = tried.filter((one) => one.what === what);
    return { what, tries: some.length, ok: some.filter(({ result }) => result === "ok").length };
  });
  const failed = tried.filter(({ result }) => result === "failed");
  return { attempts, causes: causesOf(failed) } satisfies Rates;
}

type Tried = Pick<Entry, "kind" | "subject" | "detail">;

/** What was attempted; undefined for an event that is no attempt. */
function attemptOf({ kind, subject, detail }: Tried): string | undefined {
  if (kind === ATTEMPT) return subject;
  // A failure of integrity has a kind of its own, whatever was being done.
  const during = kind === "integrity" ? detail.during : kind;
  return KINDS.find((one) => one === during);
}

function causesOf(failed: readonly Tried[]): readonly CauseCount[] {
  const found = new Map<Cause, (readonly string[])[]>();
  for (const { detail } of failed) {
    const codes = wordsOf(detail.codes ?? detail.code);
    const said = wordsOf(detail.causes);
    const causes = codes.map(
      (code, at) => CAUSES.find((one) => one === said[at]) ?? causeOfCode(code),
    );
    for (const cause of new Set(causes)) {
      const its = codes.filter((_, at) => causes[at] === cause);
      found.set(cause, [...(found.get(cause) ?? []), its]);
    }
  }
  const counted = [...found].map(([cause, all]) => ({
    cause,
    failures: all.length,
    codes: byFrequency(all.flat()),
  }));
  return counted.sort((a, b) => b.failures - a.failures || (a.cause < b.cause ? -1 : 1));
}

function wordsOf(value: unknown): readonly string[] {
  return typeof value === "string" ? value.split(",").filter((word) => word !== "") : [];
}

function byFrequency(words: readonly string[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  const sorted = [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  return sorted.map(([word]) => word);
}
