/**
 * What is asked of pin/, and its answer. A pin is the version a directory asks
 * for, with the file and line that said so (design §2).
 */

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
  /** Hears of each file that was not believed, and why. */
  readonly onIgnored?: (file: string, why: string) => void;
}

export type PinKind =
  | "argument"
  | "GOSTEAD_VERSION"
  | "GOENV_VERSION"
  | "GOTOOLCHAIN"
  | ".go-version"
  | "go.work"
  | "go.mod"
  | "default";

export interface Pin {
  /** A version word: `1.22.6`, `1.22` for its newest patch, `system` for the go outside gostead. */
  readonly word: string;
  readonly kind: PinKind;
  /** The file and line that said so; absent for an argument or a variable. */
  readonly file?: string;
  readonly line?: number;
}
