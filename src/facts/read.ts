/**
 * What can be asked of a machine, as data, and what it answers. Paths are
 * absolute, as the machine itself sees them. Every read has an upper limit in
 * bytes; nothing that is read can make us wait for a writer or read without end.
 * What is asked of the network: networkread.ts.
 */
import type { CacheAnswer, CacheRead } from "./cacheread.ts";
import type {
  HopAnswer,
  HopRead,
  HostAnswer,
  HostRead,
  LogAnswer,
  LogRead,
  VersionsAnswer,
} from "./networkread.ts";

export interface FileRead {
  readonly file: string;
  /** A longer file is `unreadable`, unless only its head is wanted. */
  readonly max: number;
  readonly head?: true;
}

/** What a file's bytes hash to: a compiler is too big to be kept in memory for that. */
export interface HashRead {
  readonly hash: string;
  /** A larger file is `unreadable`. */
  readonly max: number;
}

export interface DirectoryRead {
  readonly directory: string;
  /** Names, at most. */
  readonly max: number;
}

export interface RunRead {
  /** The program by its absolute path, or a name to find on PATH. */
  readonly argv: readonly string[];
  /** Bytes of stdout and of stderr. */
  readonly max: number;
}

export interface EnvRead {
  readonly env: string;
}

/** Owner and mode of a path itself. */
export interface StatusRead {
  readonly status: string;
}

/** What in a Go tree has a mode or an owner that it should not have. */
export interface TreeRead {
  readonly tree: string;
  /** Files and directories; a larger tree is `unreadable`. */
  readonly max: number;
  /** What these names begin with must be executable: `bin/`. */
  readonly programs: readonly string[];
  /** Write bits that no file may have: 0o022, or 0o222 where nobody is to write. */
  readonly write: number;
  /** Who is to read it; undefined where there are no user ids. */
  readonly reader: number | undefined;
}

/** What the programs in a directory ask of the machine. */
export interface BinariesRead {
  readonly binaries: string;
  /** Files; those after them, by name, are only counted. */
  readonly max: number;
}

export type Read =
  | FileRead
  | HashRead
  | DirectoryRead
  | StatusRead
  | TreeRead
  | BinariesRead
  | RunRead
  | EnvRead
  | HopRead
  | HostRead
  | LogRead
  | CacheRead;

export interface Absent {
  readonly is: "absent";
  readonly path: string;
}

/** There is something, and it cannot be read: `reason` says why, without the path. */
export interface Unreadable {
  readonly is: "unreadable";
  readonly path: string;
  readonly reason: string;
}

export interface FoundFile {
  readonly is: "file";
  readonly path: string;
  /** Links followed. */
  readonly real: string;
  readonly executable: boolean;
  readonly bytes: Buffer;
}

export interface FoundHash {
  readonly is: "hash";
  readonly path: string;
  readonly sha256: string;
  readonly bytes: number;
}

export interface FoundDirectory {
  readonly is: "directory";
  readonly path: string;
  readonly real: string;
  /** Sorted. */
  readonly names: readonly string[];
}

export type Kind = "file" | "directory" | "link" | "other";

export interface FoundStatus {
  readonly is: "status";
  readonly path: string;
  readonly kind: Kind;
  /** Permission bits, 0o7777. */
  readonly mode: number;
  readonly uid: number;
  /** Whether we may write there, a link followed. */
  readonly writable: boolean;
  /** What a link says. */
  readonly target?: string;
}

/** Writable for others, another's, set-uid, no file at all, shut for its reader, or a program that is not executable. */
export interface Odd {
  /** Below the tree; `.` for itself. */
  readonly name: string;
  readonly kind: Kind;
  readonly mode: number;
  readonly uid: number;
}

export interface FoundTree {
  readonly is: "tree";
  readonly path: string;
  readonly real: string;
  /** Who owns the tree's directory. */
  readonly uid: number;
  readonly count: number;
  readonly odd: readonly Odd[];
  /** Of all regular files; null where a directory is shut. */
  readonly sum: FileSum | null;
}

export interface FileSum {
  readonly files: number;
  readonly bytes: number;
}

/** A program, by its own headers; what it does not ask for is null. */
export interface FoundBinary {
  readonly file: string;
  /** GOOS and GOARCH. */
  readonly os: string | null;
  readonly arch: string | null;
  readonly libc: "glibc" | "musl" | null;
  /** The highest GLIBC_ version that it needs: `2.34`. */
  readonly glibc: string | null;
  /** The oldest Linux that its note allows: `3.2.0`. */
  readonly kernel: string | null;
}

export interface FoundBinaries {
  readonly is: "binaries";
  readonly path: string;
  readonly binaries: readonly FoundBinary[];
  /** Why others could not be looked at: `FILE: it is cut short`. */
  readonly unread: readonly string[];
}

export type BinariesAnswer = FoundBinaries | Absent | Unreadable;
export type StatusAnswer = FoundStatus | Absent | Unreadable;
export type TreeAnswer = FoundTree | Absent | Unreadable;
export type FileAnswer = FoundFile | Absent | Unreadable;
export type HashAnswer = FoundHash | Absent | Unreadable;
export type DirectoryAnswer = FoundDirectory | Absent | Unreadable;
export type RunAnswer =
  | {
      readonly is: "ended";
      readonly code: number;
      readonly stdout: string;
      readonly stderr: string;
    }
  | { readonly is: "failed"; readonly reason: string };
export type EnvAnswer = string | undefined;

export type AnswerTo<R extends Read> = R extends FileRead
  ? FileAnswer
  : R extends HashRead
    ? HashAnswer
    : R extends DirectoryRead
      ? DirectoryAnswer
      : R extends StatusRead
        ? StatusAnswer
        : R extends TreeRead
          ? TreeAnswer
          : R extends BinariesRead
            ? BinariesAnswer
            : R extends CacheRead
              ? CacheAnswer
              : R extends RunRead
                ? RunAnswer
                : R extends HopRead
                  ? HopAnswer
                  : R extends HostRead
                    ? HostAnswer
                    : R extends { readonly log: "head" }
                      ? LogAnswer
                      : R extends LogRead
                        ? VersionsAnswer
                        : EnvAnswer;

export type Answers<R extends readonly Read[]> = { readonly [K in keyof R]: AnswerTo<R[K]> };

/** The text of a file, or why it is none. A NUL is what tells binary from text, as for grep. */
export type Text =
  | { readonly is: "text"; readonly text: string; readonly real: string }
  | Absent
  | Unreadable;

export function textOf(answer: FileAnswer): Text {
  if (answer.is !== "file") return answer;
  if (answer.bytes.includes(0)) {
    return { is: "unreadable", path: answer.path, reason: "it is binary" };
  }
  return { is: "text", text: answer.bytes.toString("utf8"), real: answer.real };
}
