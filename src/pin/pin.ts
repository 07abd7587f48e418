/**
 * What is asked of pin/, and its answers. A pin is the version a directory asks
 * for, with the file and line that said so (design §2).
 */
import type { GosteadError } from "#model/error.ts";

export interface Question {
  /** Absolute. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** GOSTEAD_HOME: its `default` and `links/` are read. */
  readonly home: string;
  /** What stands behind the `+` of `go +1.24.6`. */
  readonly argument?: string | undefined;
  /** The caller's user id: pins of others are ignored (security S9). */
  readonly uid: number | undefined;
  /** Hears of each file, or file:line, that was not believed, and why. */
  readonly onIgnored?: (file: string, why: string) => void;
}

/** What a directory may hold, in the order in which it counts there. */
export const PIN_FILES = [
  "gostead.yaml",
  ".go-version",
  ".goenv",
  ".mise.toml",
  "mise.toml",
  ".tool-versions",
] as const;

export type PinFile = (typeof PIN_FILES)[number];

export type GivenKind = "argument" | "GOSTEAD_VERSION" | "GOENV_VERSION" | "GOTOOLCHAIN";

export type PinKind = GivenKind | PinFile | "go.work" | "go.mod" | "default";

export interface Pin {
  /** A version word: `1.22.6`, `1.22` for its newest patch, `system` for the go outside gostead. */
  readonly word: string;
  readonly kind: PinKind;
  /** The file and line that said so; absent for an argument or a variable. */
  readonly file?: string;
  readonly line?: number;
}

/** Something that could have chosen the version here. */
export interface Candidate {
  /** `system`: the go on PATH that is not gostead's, when nothing else counts. */
  readonly kind: PinKind | "system";
  readonly file?: string;
  readonly line?: number;
  /** As it stands there: `go1.22`, `toolchain go1.24.1`; empty for a file that says nothing of Go. */
  readonly value: string;
  /** What it asks for, where that is a version word: the same words do not contradict each other. */
  readonly word?: string;
  /** Why it does not count. Absent for the winner, and for the one whose error stops everything. */
  readonly skipped?: string;
  /** What is wrong with it. */
  readonly error?: GosteadError;
}

export interface Explanation {
  /** What resolvePin answers; undefined for the system's go, and where it throws. */
  readonly winner: Pin | undefined;
  /** What resolvePin throws. */
  readonly error?: GosteadError;
  /** Every source that says something, from the one that counts first. */
  readonly chain: readonly Candidate[];
}
