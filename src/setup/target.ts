/**
 * A place that gostead can put itself into: one marked block a file, the same
 * block as install.sh writes, so that a file never gets two. A target says which
 * files, and which lines each gets; it is pure, and touches none of them.
 */
import type { FactValue } from "#facts/facts.ts";

export interface Ask {
  /** GOSTEAD_HOME: absolute, without `:`, `\` and control characters. */
  readonly root: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly rc: FactValue<"rc">;
  /** The file of `go env -w`; undefined where it could not be read. */
  readonly goenvfile: FactValue<"goenvfile"> | undefined;
  /** The block also starts the prompt hook, where the shell has one. */
  readonly hook: boolean;
  /** What follows a target's name: a unit, or NAME=value. */
  readonly words: readonly string[];
  /** Root changes the system's services, everybody else their own. */
  readonly isRoot: boolean;
}

export interface FileBlock {
  readonly path: string;
  /** Without line ends, without the marks. */
  readonly lines: readonly string[];
}

export interface Target {
  readonly name: string;
  readonly about: string;
  /** Everybody's programs read it: it may only name directories of root's. */
  readonly shared: boolean;
  /** The files and their lines. Throws `usage` and `bad-setting` for what cannot be written there. */
  blocks(ask: Ask): readonly FileBlock[];
  /** Every file that may hold the block: more than `blocks` where files came and went since. */
  places(ask: Ask): readonly string[];
  /** What a person should know of it, one sentence each. */
  notes?(ask: Ask): readonly string[];
}
