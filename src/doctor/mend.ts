/**
 * How a finding is mended: an action, or an edit of single lines in a file that
 * somebody else writes too. Edits of one file, from however many findings, are
 * settled together into one write of its whole new content. Pure.
 */
import type { Action } from "#model/action.ts";
import type { Finding } from "#model/finding.ts";

/** One line that changes or goes. */
export interface Edit {
  readonly kind: "edit";
  /** Absolute. */
  readonly path: string;
  /** From 1. */
  readonly line: number;
  /** As it was when it was looked at: another line there is left alone. */
  readonly was: string;
  /** Null: it goes. */
  readonly now: string | null;
  /** A shell's file: where a line was all of an `if` or a function, `:` must stand for it. */
  readonly shell: boolean;
}

export type Mend = Action | Edit;

/** What is in a file; undefined where it is not there or is no text. */
export type ReadText = (path: string) => string | undefined;

export interface Plan {
  readonly actions: readonly Action[];
  /** Files whose lines are not what they were any more: nothing is done to them. */
  readonly changed: readonly string[];
}

/** The actions that mend all these findings, each once, edits of files first. */
export function planOf(findings: readonly Finding<Mend>[], read: ReadText): Plan {
  const mends = findings.flatMap(({ fix }) => fix);
  const edits = mends.filter((mend) => mend.kind === "edit");
  const others = mends.filter((mend) => mend.kind !== "edit");
  const writes: Action[] = [];
  const changed: string[] = [];
  for (const path of new Set(edits.map((edit) => edit.path))) {
    const text = read(path);
    const own = edits.filter((edit) => edit.path === path);
    const content = text === undefined ? undefined : settle(text, own);
    if (content === undefined) changed.push(path);
    else writes.push({ kind: "write", path, content });
  }
  return { actions: [...writes, ...distinct(others)], changed };
}

function distinct(actions: readonly Action[]): readonly Action[] {
  return [...new Map(actions.map((action) => [JSON.stringify(action), action])).values()];
}

/** The text with every edit made; undefined when one does not fit. Of two for one line the first counts. */
export function settle(text: string, edits: readonly Edit[]): string | undefined {
  const lines: (string | null)[] = text.split("\n");
  for (const edit of [...edits].reverse()) {
    const before = text.split("\n")[edit.line - 1];
    if (before === undefined || withoutCr(before) !== edit.was) return undefined;
    const now = edit.now ?? (edit.shell ? filler(text, edit.line) : null);
    lines[edit.line - 1] = now === null ? null : now + before.slice(edit.was.length);
  }
  return lines.filter((line) => line !== null).join("\n");
}

function withoutCr(line: string): string {
  return line.replace(/\r$/, "");
}

/** `:` where the line may be all that stands in a compound command; null where it can simply go. */
function filler(text: string, line: number): string | null {
  const lines = text.split("\n");
  const indent = /^[ \t]*/.exec(lines[line - 1] ?? "")?.[0] ?? "";
  const before = lines.slice(0, line - 1).findLast((one) => !/^\s*(#|$)/.test(one)) ?? "";
  const opens = /(^|[\s;])(then|do|else|in|\{|\()\s*(#.*)?$|(&&|\|\||\||\)|\\)\s*(#.*)?$/;
  return indent !== "" || opens.test(withoutCr(before)) ? `${indent}:` : null;
}
