/** `gostead pin VERSION [--to FILE]`: the project says which Go it wants. */
import { GosteadError } from "#model/error.ts";
import { compareVersions, parseVersion } from "#model/version.ts";
import { belowModule } from "#pin/below.ts";
import { type Edited, withPin } from "#pin/edit.ts";
import { explainPin } from "#pin/explain.ts";
import type { Engine } from "#toolchain/engine.ts";
import { shippedKnowledge, standingOf, standingText } from "./advisories.ts";
import { makeChange } from "./changing.ts";
import type { CliContext } from "./context.ts";
import { questionHere, reasonOf } from "./here.ts";
import { openEngine } from "./open.ts";
import {
  editableText,
  editing,
  namedTarget,
  type Project,
  projectHere,
  type Target,
} from "./pintarget.ts";
import { lackOf, wordToPin } from "./pinword.ts";
import { recordEvent } from "./record.ts";
import { shown } from "./render.ts";

export interface PinFlags {
  readonly to?: string;
}

export async function runPin(this: CliContext, { to }: PinFlags, text: string): Promise<number> {
  const engine = await openEngine(this);
  const project = await projectHere(this);
  const target =
    to === undefined
      ? (project.pin ?? (await namedTarget(this, project.root, ".go-version")))
      : await namedTarget(this, project.root, to);
  const exact = target.kind === "go.mod";
  const word = await wordToPin(this, engine, { text, exact });
  const before = (await editableText(target.file)) ?? "";
  if (exact) requireToolchainLines(target, before, word);
  const edited = editing(target, () => withPin(target.kind, before, word));
  refuseBelow(engine, project, { ...target, word, line: edited.line });
  const action = { kind: "write", path: target.file, content: edited.text } as const;
  const changed = await makeChange(this, action, `pin ${word}`);
  const subject = `${word} ${target.file}`;
  if (changed) await recordEvent(this, { kind: "pin", subject, result: "ok" });
  print(this, { target, edited, word, changed, lack: lackOf(word, engine) });
  return 0;
}

/** Both lines are quoted: what the pin would say, and what the module asks for. */
function refuseBelow(
  { home }: Engine,
  { module }: Project,
  pin: Target & { readonly word: string; readonly line: number },
): void {
  if (module === undefined) return;
  const error = belowModule(home.root, pin, module);
  if (error === undefined) return;
  throw new GosteadError(
    error.code,
    `nothing is pinned: ${error.message.replace("asks", "would ask")}`,
    {
      fix: `pin ${module.directives?.go?.value ?? "a newer version"} or newer, or lower the go line`,
    },
  );
}

/** Go before 1.21 refuses a go.mod with a toolchain line, and a go line below 1.21 is a promise to such a Go. */
function requireToolchainLines({ file }: Target, text: string, word: string): void {
  const [, said = "1.16"] = /^[ \t]*go[ \t]+([\w.]+)/m.exec(text) ?? [];
  const [language, oldest] = [parseVersion(said), parseVersion("1.21")];
  if (language === undefined || oldest === undefined || compareVersions(language, oldest) >= 0) {
    return;
  }
  throw new GosteadError(
    "cannot-edit",
    `${file} says "go ${said}", and a Go below 1.21 refuses a toolchain line`,
    { fix: `gostead pin ${word} --to .go-version, or raise the go line to 1.21 first` },
  );
}

interface Done {
  readonly target: Target;
  readonly edited: Edited;
  readonly word: string;
  readonly changed: boolean;
  /** The command that makes it run; undefined when it does. */
  readonly lack: string | undefined;
}

function print(context: CliContext, { target, edited, word, changed, lack }: Done): void {
  const { output, globals } = context;
  const { file } = target;
  const { line, was } = edited;
  if (globals.json) {
    const { dryRun } = globals;
    const installed = lack === undefined;
    output.json({ version: word, file, line, was: was ?? null, changed, installed, dryRun });
  } else {
    const verb = changed ? (globals.dryRun ? "would be pinned" : "pinned") : "is pinned already";
    const before = changed && was !== undefined ? ` (was ${shown(was)})` : "";
    output.data(`${word} ${verb} in ${shown(file)}:${line}${before}`);
  }
  if (lack !== undefined) output.warn(`${word} is not installed; run: ${lack}`);
  tellStanding(context, word);
  if (!globals.dryRun) tellWhoCounts(context, target, word);
}

/** What is known against an exact version is said once, here, where it is chosen (security S9). */
function tellStanding(context: CliContext, word: string): void {
  const version = parseVersion(word.replace(/@.*/, ""));
  if (version === undefined || !/^\d+\.\d+\D/.test(version)) return;
  const standing = standingOf(version, shippedKnowledge(context, []));
  if (standing.sound) return;
  const what = standingText(standing).join("; ");
  context.output.warn(
    `go${version}: ${what}; gostead upgrade --plan ${version} names a better one`,
  );
}

/** Another file or a variable may come before the one that was written. */
function tellWhoCounts(context: CliContext, { kind, file }: Target, word: string): void {
  const { winner, error } = explainPin({ ...questionHere(context), onIgnored: () => {} });
  if (error !== undefined || winner?.file === file) return;
  const who = winner === undefined ? "the system's go" : `${winner.word} (${reasonOf(winner)})`;
  const why =
    kind === "go.mod"
      ? `a toolchain line is a minimum: here ${who} runs`
      : `${word} does not count here, ${who} comes first`;
  context.output.warn(`${why}; gostead why tells more`);
}
