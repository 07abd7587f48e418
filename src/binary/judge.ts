/** Every rule about programs, one outcome each, and what each code means. */
import type { Finding, Outcome } from "#model/finding.ts";
import { binaryNotAlone, binaryWantsFiles } from "./rules/alone.ts";
import { binaryGoOutOfSupport, binaryGoVulnerable, binaryModified } from "./rules/go.ts";
import {
  binaryDynamic,
  binaryLibraryMissing,
  binaryLoaderMissing,
  binaryNeedsNewerLibrary,
} from "./rules/libraries.ts";
import { binaryNeedsNewerKernel, binaryWrongArch } from "./rules/platform.ts";
import type { BinaryRule, Subject } from "./subject.ts";

const ALL = [
  binaryWrongArch,
  binaryNeedsNewerKernel,
  binaryLoaderMissing,
  binaryLibraryMissing,
  binaryNeedsNewerLibrary,
  binaryDynamic,
  binaryNotAlone,
  binaryWantsFiles,
  binaryGoVulnerable,
  binaryGoOutOfSupport,
  binaryModified,
] as const;

export type BinaryCode = (typeof ALL)[number]["code"];

/** In the order of reports. */
export const BINARY_RULES: readonly BinaryRule<BinaryCode>[] = ALL;

export interface BinaryEntry {
  readonly title: string;
  /** What breaks because of it: one sentence. */
  readonly why: string;
}

/** A code without an entry does not compile. Its page is docs/finding/<code>.md. */
export const BINARY_CATALOGUE: { readonly [Code in BinaryCode]: BinaryEntry } = {
  "binary-wrong-arch": {
    title: "the program is for another machine",
    why: "it does not start here: exec format error",
  },
  "binary-needs-newer-kernel": {
    title: "the program is for a newer kernel",
    why: "its loader stops: FATAL: kernel too old",
  },
  "binary-loader-missing": {
    title: "the program's loader is not here",
    why: "it does not start: no such file or directory, though the file is there",
  },
  "binary-library-missing": {
    title: "a library of the program is not here",
    why: "it does not start: error while loading shared libraries",
  },
  "binary-needs-newer-library": {
    title: "the program needs a newer library than is here",
    why: "it does not start: version `GLIBC_…' not found",
  },
  "binary-dynamic": {
    title: "the program is not static",
    why: "it starts only where its loader and libraries are: not in an empty image, not with another libc",
  },
  "binary-not-alone": {
    title: "the program does not run in an empty root",
    why: "an image FROM scratch that holds it alone does not start, or ends at once",
  },
  "binary-wants-files": {
    title: "the program reads files that an empty root lacks",
    why: "it starts, and fails when it first names a time zone or checks a certificate",
  },
  "binary-go-vulnerable": {
    title: "the program was built by a Go with known faults",
    why: "the standard library that it carries has them, until it is built again",
  },
  "binary-go-out-of-support": {
    title: "the program was built by a Go that is out of support",
    why: "nobody mends what is found in the standard library that it carries",
  },
  "binary-modified": {
    title: "the program was built of uncommitted sources",
    why: "nobody can tell from its commit what is in it, nor build it again",
  },
};

export interface BinaryChoice {
  /** All when empty. */
  readonly only: readonly string[];
  readonly skip: readonly string[];
}

export function judgeBinary(subject: Subject, { only, skip }: BinaryChoice): readonly Outcome[] {
  return BINARY_RULES.map((rule): Outcome => {
    const { code } = rule;
    if (skip.includes(code)) return { kind: "skipped", code, reason: "--skip names it" };
    if (only.length > 0 && !only.includes(code)) {
      return { kind: "skipped", code, reason: "--only names others" };
    }
    return outcomeOf(rule, subject);
  });
}

function outcomeOf({ code, check }: BinaryRule, subject: Subject): Outcome {
  const verdict = check(subject);
  if ("notApplicable" in verdict) {
    return { kind: "not-applicable", code, reason: verdict.notApplicable };
  }
  if ("unknown" in verdict) return { kind: "unknown", code, reason: verdict.unknown };
  if (verdict.length === 0) return { kind: "pass", code };
  return { kind: "fail", code, findings: verdict.map((draft): Finding => ({ code, ...draft })) };
}
