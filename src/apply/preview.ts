/**
 * What a list of actions, or an undo, would change, as a diff for people. The
 * lines are safe for a terminal whatever stands in the files (security S19).
 */
import { untrusted } from "#host/text.ts";
import type { Action } from "#model/action.ts";
import type { PathChange, Planned, PlannedPath, State, Step } from "./change.ts";
import { unifiedDiff } from "./diff.ts";
import { planAll } from "./plan.ts";

/**
 * Plans actions and changes nothing. Throws what `perform` would throw before
 * its first change.
 */
export async function preview(actions: readonly Action[]): Promise<Step[]> {
  return await planAll(actions);
}

/** Several changes of one path are shown as one; none when nothing changes. */
export function formatSteps(steps: readonly Step[]): string[] {
  return formatChanges(steps.flatMap(({ changes }) => changes));
}

export function formatChanges(changes: readonly Planned[]): string[] {
  const paths = new Map<string, PlannedPath>();
  const shown: Planned[] = [];
  for (const change of changes) {
    if (change.kind === "run") shown.push(change);
    else if (!paths.has(change.path)) shown.push(change);
    if (change.kind === "path") paths.set(change.path, joined(paths.get(change.path), change));
  }
  return shown.flatMap((change) =>
    change.kind === "run"
      ? runLines(change.argv, change.inverse)
      : pathLines(paths.get(change.path) ?? change),
  );
}

function joined(first: PlannedPath | undefined, next: PlannedPath): PlannedPath {
  if (first === undefined) return next;
  return {
    ...next,
    before: first.before,
    bytes: { before: first.bytes.before, after: next.bytes.after },
  };
}

function runLines(argv: readonly string[], inverse: readonly string[] | undefined): string[] {
  const back = inverse === undefined ? "cannot be undone" : `undone by: ${inverse.join(" ")}`;
  return [untrusted(`run ${argv.join(" ")} (${back})`)];
}

function pathLines({ path, via, before, after, bytes }: PlannedPath): string[] {
  const name = untrusted(path);
  if (before.kind === "directory" || after.kind === "directory") {
    return [`${after.kind === "directory" ? "make" : "remove"} the directory ${name}`];
  }
  const through = via === undefined || via === path ? [] : [`${untrusted(via)} leads to ${name}`];
  const links = [linkLine("-", before), linkLine("+", after)].flat();
  return [
    ...through,
    `--- ${before.kind === "absent" ? "/dev/null" : name}`,
    `+++ ${after.kind === "absent" ? "/dev/null" : name}`,
    ...links,
    ...textLines(bytes.before, bytes.after),
  ];
}

function linkLine(sign: string, state: State): string[] {
  return state.kind === "link" ? [`${sign}link to ${untrusted(state.target)}`] : [];
}

/** The lines of a diff between two contents. */
export function textLines(before: Buffer | undefined, after: Buffer | undefined): string[] {
  const diff = unifiedDiff(before?.toString("utf8") ?? "", after?.toString("utf8") ?? "");
  return diff.map(safeLine);
}

/** Tabs stay tabs: a terminal may have them. */
function safeLine(line: string): string {
  return line
    .split("\t")
    .map((part) => untrusted(part))
    .join("\t");
}

/** `a file`, `a link to /x`, for messages. */
export function describeState(state: PathChange["before"]): string {
  switch (state.kind) {
    case "absent":
      return "nothing";
    case "file":
      return "a file";
    case "link":
      return `a link to ${untrusted(state.target)}`;
    case "directory":
      return "a directory";
  }
}
