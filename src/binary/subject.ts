/** What the rules about programs judge: the program, what of it is here, and what is known of its Go. */
import type { Finding } from "#model/finding.ts";
import type { Binary } from "./binary.ts";
import type { Loading } from "./loader.ts";

/** What is known of the Go that made it; null where it names none. */
export interface GoState {
  /** `1.26.3`. */
  readonly version: string;
  /** Ids of advisories of the standard library that count on its platform. */
  readonly advisories: readonly string[];
  /** The release to build it with instead; null where none that is known is better. */
  readonly better: string | null;
  /** The line that ended the support of its own; null while it is supported. */
  readonly endedBy: string | null;
}

export interface Subject {
  /** As it was named. */
  readonly file: string;
  readonly binary: Binary;
  /** GOOS and GOARCH here. */
  readonly platform: { readonly os: string; readonly arch: string };
  /** The kernel's release, `6.1.0-13-amd64`; null where it could not be had. */
  readonly kernel: string | null;
  /** Null for what names no loader and no library, or is not for this system. */
  readonly loading: Loading | null;
  readonly go: GoState | null;
  /** Whether `--require static` was said. */
  readonly mustBeStatic: boolean;
  /** What came of running it in an empty root; null when nobody asked, or it is not for this machine. */
  readonly alone: AloneRun | null;
  /** Which files of the system it may read; null when nobody asked for an empty root, or it is not for this machine. */
  readonly wanted: Wanted | null;
}

/** What it has functions for, and does not carry itself. */
export interface Wanted {
  /** The time zones that its code names. */
  readonly zones: boolean;
  /** The certificates that it trusts. */
  readonly roots: boolean;
}

export type AloneRun =
  | { readonly is: "ended"; readonly code: number | null; readonly said: string }
  | { readonly is: "not-started" }
  | { readonly is: "unknown"; readonly reason: string };

export type Draft = Omit<Finding, "code">;

/** No findings: it passes. */
export type Verdict =
  | readonly Draft[]
  | { readonly notApplicable: string }
  | { readonly unknown: string };

export interface BinaryRule<Code extends string = string> {
  readonly code: Code;
  check(subject: Subject): Verdict;
}

export function binaryRule<const Code extends string>(
  code: Code,
  check: (subject: Subject) => Verdict,
): BinaryRule<Code> {
  return { code, check };
}
