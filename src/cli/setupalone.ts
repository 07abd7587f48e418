/** What `setup team` and `setup ci` share: they write into a project, not into start files, and stand alone. */
import type { CliContext } from "./context.ts";
import { recordEvent } from "./record.ts";
import { count, shown } from "./render.ts";

export interface AloneFlags {
  readonly remove?: boolean;
  readonly template?: string;
  readonly sha256?: string;
  readonly action?: string;
}

export interface AloneTold {
  /** `team`, `ci github`. */
  readonly target: string;
  /** Undefined when a person said no, and under --dry-run. */
  readonly changes: number | undefined;
  readonly files: readonly string[];
  /** What stays although it says something else: told even under --quiet. */
  readonly left?: readonly string[];
  readonly notes: readonly string[];
  readonly removed?: boolean;
  /** What to paste where a file is left alone. */
  readonly snippet?: string;
}

export async function tellAlone(context: CliContext, told: AloneTold): Promise<void> {
  const { globals, output } = context;
  const { target, changes, files, notes, snippet, left = [], removed = false } = told;
  if (globals.json) {
    const more = snippet === undefined ? {} : { snippet };
    const said = { targets: [target], removed, files, changes: changes ?? null };
    output.json({ ...said, notes: [...left, ...notes], ...more });
  } else {
    if (snippet !== undefined) for (const line of snippet.trimEnd().split("\n")) output.data(line);
    if (changes === 0 && snippet === undefined) output.talk("nothing to do");
    if (changes) output.talk(`${count(changes, "change")} made; gostead undo takes it back`);
    for (const line of left) output.warn(shown(line));
    for (const note of notes) output.talk(`note: ${shown(note)}`);
  }
  if (changes === undefined || changes === 0) return;
  const detail = { changes, removed };
  await recordEvent(context, { kind: "setup", subject: target, result: "ok", detail });
}
