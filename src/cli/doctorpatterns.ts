/**
 * The package patterns among the words of `doctor`, which only `cgo` takes: a pattern begins
 * with `.` or has a `/` or `...` in it, as go's own do; the name of a group has neither.
 */
import { GosteadError } from "#model/error.ts";
import { quoted } from "#model/quote.ts";

export interface DoctorWords {
  readonly groups: readonly string[];
  /** Undefined where none is named. */
  readonly packages: readonly string[] | undefined;
}

/** Throws `usage` for a pattern where no group would look at it. */
export function doctorWords(words: readonly string[]): DoctorWords {
  const packages = words.filter(isPattern);
  const groups = words.filter((word) => !isPattern(word));
  const [first] = packages;
  if (first === undefined) return { groups, packages: undefined };
  if (groups.includes("cgo") || groups.includes("all")) return { groups, packages };
  throw new GosteadError("usage", `${quoted(first, 200)} names packages, which are for cgo`, {
    fix: "gostead doctor cgo ./...",
  });
}

function isPattern(word: string): boolean {
  return word.startsWith(".") || word.includes("/") || word.includes("...");
}
