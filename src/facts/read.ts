/**
 * What can be asked of a machine, as data, and what it answers. Paths are
 * absolute, as the machine itself sees them. Every read has an upper limit in
 * bytes; nothing that is read can make us wait for a writer or read without end.
 */

export interface FileRead {
  readonly file: string;
  /** A longer file is `unreadable`, unless only its head is wanted. */
  readonly max: number;
  readonly head?: true;
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

export type Read = FileRead | DirectoryRead | RunRead | EnvRead;

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

export interface FoundDirectory {
  readonly is: "directory";
  readonly path: string;
  readonly real: string;
  /** Sorted. */
  readonly names: readonly string[];
}

export type FileAnswer = FoundFile | Absent | Unreadable;
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
  : R extends DirectoryRead
    ? DirectoryAnswer
    : R extends RunRead
      ? RunAnswer
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
