/**
 * Modes of files in Go trees, put right by `chmod`, a command a change of mode, with
 * the modes as they stood for its inverse. Directories come first: while one is open
 * to others, what is mended in it can be opened again. Files of a tree of gostead's
 * are the store's too, where links are hard: chmod reaches the one file under all its names.
 */
import type { FactValue } from "#facts/facts.ts";
import type { Action } from "#model/action.ts";
import type { Evidence } from "#model/finding.ts";
import type { Draft } from "./rule.ts";

export type Tree = FactValue<"trees">["trees"][number];
export type Odd = Tree["odd"][number];

/** A command line holds 2 MiB on Linux, 1 MiB on macOS. */
const A_COMMAND = 500;
const SHOWN = 5;

/** What this file's mode should be. */
export function modeFor({ ours }: Tree, { name, kind, mode }: Odd): number {
  if (kind === "directory") {
    return ours || (mode & 0o500) !== 0o500 ? 0o755 : mode & ~0o022;
  }
  const isProgram = /^(bin|pkg\/tool)\//.test(name) || (mode & 0o111) !== 0;
  if (ours) return isProgram ? 0o555 : 0o444;
  if ((mode & 0o400) === 0) return isProgram ? 0o755 : 0o644;
  return (mode & ~0o6022) | (isProgram ? 0o111 : 0);
}

/** One finding a tree for all the files that a rule names; none where it names none. */
export interface Wrong {
  readonly tree: Tree;
  readonly odd: readonly Odd[];
  readonly severity: Draft["severity"];
  /** Who asks: only a file's owner and root change its mode. */
  readonly uid: number | null;
}

export function modeFinding({ tree, odd, severity, uid }: Wrong): readonly Draft[] {
  if (odd.length === 0) return [];
  const mayMend = uid === 0 || odd.every((one) => one.uid === uid);
  const place = { severity, subject: tree.path, evidence: evidenceOf(tree, odd) };
  if (mayMend) return [{ ...place, fix: chmodActions(tree, odd) }];
  return [{ ...place, fix: [], advice: `have root, or who owns ${tree.path}, run this check` }];
}

const modeOf = ({ mode }: Odd) => `mode ${mode.toString(8)}`;

/** The first few files, and what `tell` says of each. */
export function evidenceOf(
  tree: Tree,
  odd: readonly Odd[],
  tell: (one: Odd) => string = modeOf,
): readonly Evidence[] {
  const shown = odd.slice(0, SHOWN).map((one) => {
    return { text: tell(one), file: pathOf(tree, one) };
  });
  const more = odd.length - shown.length;
  return more === 0 ? shown : [...shown, { text: `and ${more} more` }];
}

function chmodActions(tree: Tree, odd: readonly Odd[]): readonly Action[] {
  const changes = new Map<string, Odd[]>();
  for (const kind of ["directory", "file"]) {
    for (const one of odd.filter((each) => each.kind === kind)) {
      const key = `${kind} ${one.mode} ${modeFor(tree, one)}`;
      changes.set(key, [...(changes.get(key) ?? []), one]);
    }
  }
  return [...changes.values()].flatMap((same) => {
    const [first] = same;
    return first === undefined ? [] : inCommands(tree, same, first);
  });
}

function inCommands(tree: Tree, same: readonly Odd[], first: Odd): readonly Action[] {
  const [now, was] = [modeFor(tree, first), first.mode].map((mode) => mode.toString(8));
  const commands: Action[] = [];
  for (let at = 0; at < same.length; at += A_COMMAND) {
    const paths = same.slice(at, at + A_COMMAND).map((one) => pathOf(tree, one));
    commands.push({
      kind: "run",
      argv: ["chmod", `0${now}`, ...paths],
      inverse: ["chmod", `0${was}`, ...paths],
    });
  }
  return commands;
}

function pathOf(tree: Tree, { name }: Odd): string {
  return name === "." ? tree.path : `${tree.path}/${name}`;
}
