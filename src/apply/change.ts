/**
 * What performing an action leaves: Changes. Each says what stood at a path
 * before and after, so that it can be taken back. The doors of this room:
 *
 *   preview(actions): Promise<Step[]>                     preview.ts  what would change; touches nothing
 *   formatSteps(steps): string[]                          preview.ts  the same as a diff for people
 *   perform(actions, deps, shown?): Promise<Change[]>     perform.ts  one numbered, journaled transaction
 *   planUndo(which, deps): Promise<UndoPlan>              undo.ts     what undo would do
 *   undo(which, deps, {force}): Promise<Undone>           undo.ts     also after a crash
 *   readHistory(journal): Promise<History>                transaction.ts  what the journal holds
 *
 * `perform` changes nothing when any action cannot be done (`cannot-edit`,
 * `no-permission`), and gives no Change for an action that is done already.
 */
import type { Host } from "#host/host.ts";
import type { LockOptions } from "#host/lock.ts";
import type { Action } from "#model/action.ts";

/** What stands at a path, as far as we can put it back. */
export type State =
  | { readonly kind: "absent" }
  | {
      readonly kind: "file";
      readonly sha256: string;
      /** Permission bits, 0o7777. */
      readonly mode: number;
      /** Absent for a file that is made: it gets its directory's owner from root, else ours. */
      readonly owner?: Owner;
    }
  | { readonly kind: "link"; readonly target: string }
  | { readonly kind: "directory"; readonly mode: number };

export interface Owner {
  readonly uid: number;
  readonly gid: number;
}

/** A path that stands otherwise now, or will. */
export interface PathChange {
  readonly kind: "path";
  /** The real path: links are followed, except by `link` and `remove`. */
  readonly path: string;
  /** The path that the action names, where a link leads from it to `path`. */
  readonly via?: string;
  readonly before: State;
  readonly after: State;
}

/** A program that ran; nobody knows what it changed. */
export interface RunChange {
  readonly kind: "run";
  readonly argv: readonly string[];
  readonly inverse?: readonly string[];
  /** How it ended; undefined when that is not known: it may have run, or not. */
  readonly code?: number | null;
}

export type Change = (PathChange | RunChange) & {
  /** Number of the transaction, for `gostead undo N`. */
  readonly transaction: number;
};

/** One action with all that it would change: directories made on the way, then the path itself. */
export interface Step {
  readonly action: Action;
  /** Empty when it is done already. */
  readonly changes: readonly Planned[];
}

/** A change that has not been made: with the bytes. */
export type Planned = PlannedPath | RunChange;

export interface PlannedPath extends PathChange {
  readonly bytes: Bytes;
}

/** Contents of the file before and after; undefined where there is none. */
export interface Bytes {
  readonly before: Buffer | undefined;
  readonly after: Buffer | undefined;
}

export interface ApplyDeps {
  readonly host: Pick<Host, "home" | "run" | "now">;
  /** Who asked: the user's name. */
  readonly who: string;
  /** What for, as a person would type it: `doctor --fix`. */
  readonly what: string;
  readonly lock?: LockOptions;
  /** Called with the numbers of transactions that a dead process left half done, when there are any. */
  readonly onUnfinished?: (numbers: readonly number[]) => void;
}
