/** `gostead unpin`: takes the project's pin out, and says what counts then. */
import type { Action } from "#model/action.ts";
import { GosteadError } from "#model/error.ts";
import { withoutPin } from "#pin/edit.ts";
import { explainPin } from "#pin/explain.ts";
import { makeChange } from "./changing.ts";
import type { CliContext } from "./context.ts";
import { questionHere, reasonOf } from "./here.ts";
import {
  editableText,
  editing,
  isWithin,
  type Project,
  projectHere,
  type Target,
} from "./pintarget.ts";
import { recordEvent } from "./record.ts";
import { shown } from "./render.ts";

export async function runUnpin(this: CliContext): Promise<number> {
  const { output, globals } = this;
  const project = await projectHere(this);
  const target = targetOf(this, project);
  const { file } = target;
  const before = (await editableText(file)) ?? "";
  const left = editing(target, () => withoutPin(target.kind, before));
  if (left === undefined) throw nothingPinned(this, project);
  const { text, was } = left;
  const action: Action =
    text === undefined
      ? { kind: "remove", path: file }
      : { kind: "write", path: file, content: text };
  await makeChange(this, action, `unpin ${was}`);
  await recordEvent(this, { kind: "pin", subject: `- ${file}`, result: "ok", detail: { was } });
  const removed = text === undefined;
  if (globals.json) {
    const next = globals.dryRun ? null : nextHere(this);
    output.json({ file, was, removed, next, dryRun: globals.dryRun });
    return 0;
  }
  const gone = removed ? `${shown(file)} removed` : `taken out of ${shown(file)}`;
  output.data(
    globals.dryRun ? `${shown(was)} would be unpinned` : `${shown(was)} unpinned: ${gone}`,
  );
  if (!globals.dryRun) output.data(`here now: ${shown(nextHere(this) ?? "the system's go")}`);
  return 0;
}

/** The pin file that counts; where there is none, the toolchain line of the module. */
function targetOf(context: CliContext, project: Project): Target {
  if (project.pin !== undefined) return project.pin;
  const { module, root } = project;
  if (module?.directives?.toolchain === undefined || !isWithin(module.file, root)) {
    throw nothingPinned(context, project);
  }
  return module;
}

function nothingPinned(context: CliContext, { root }: Project): GosteadError {
  const next = nextHere(context);
  const who = next === null ? "" : `; here counts ${next}`;
  return new GosteadError("usage", `no file in ${root} pins a version${who}`, {
    fix: "gostead why shows every source",
  });
}

/** `1.24 (your default)`, or what is wrong; null where nothing asks for a version. */
function nextHere(context: CliContext): string | null {
  const { winner, error } = explainPin({ ...questionHere(context), onIgnored: () => {} });
  if (error !== undefined) return error.message;
  return winner === undefined ? null : `${winner.word} (${reasonOf(winner)})`;
}
