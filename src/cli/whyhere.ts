/** Bare `gostead why`: the winner, every other source with the reason why it lost, and what stands in the way. */
import { realpathSync } from "node:fs";
import { dirname, join } from "node:path";
import { wordOf } from "#label/find.ts";
import { minorOf, parseVersion } from "#model/version.ts";
import { type Candidate, PIN_FILES } from "#pin/pin.ts";
import type { Engine } from "#toolchain/engine.ts";
import { type Chosen, chosenHere, chosenJson, isProven, toolchainMode } from "./chosen.ts";
import type { CliContext } from "./context.ts";
import { tell } from "./current.ts";
import { openEngine } from "./open.ts";
import { shown } from "./render.ts";
import { systemGo } from "./system.ts";

export async function explainHere(context: CliContext): Promise<number> {
  const engine = await openEngine(context);
  const chosen = chosenHere(context, engine);
  const conflicts = conflictsIn(chosen);
  const notes = notesOn(context, chosen, engine);
  if (context.globals.json) {
    const where = conflicts.map((one) => ({ source: placeOf(one), value: one.value }));
    context.output.json({ ...chosenJson(context, chosen, engine), conflicts: where, notes });
  } else {
    context.output.data(headline(chosen));
    for (const line of [...rows(chosen), ...conflictLines(chosen, conflicts), ...notes]) {
      context.output.data(line);
    }
  }
  return chosen.error === undefined ? 0 : tell(context, chosen.error);
}

/** `go1.22.6 runs here: /p/.go-version:1 says 1.22` */
function headline({ deciding, found, go, error, pin }: Chosen): string {
  const who = `${placeOf(deciding)} says ${shown(deciding.value)}`;
  if (error !== undefined)
    return `no go runs here: ${pin === undefined && deciding.kind === "system" ? "nothing asks for a version" : who}`;
  if (found !== undefined) return `go${wordOf(found)} runs here: ${who}`;
  const why = deciding.kind === "system" ? "nothing asks for a version" : who;
  return `${shown(go ?? "")} runs here: ${why}`;
}

/** Every source, from the highest; `*` marks the one that decides. */
function rows({ chain, deciding }: Chosen): readonly string[] {
  const values = chain.map(({ value }) => shown(value) || "-");
  const width = Math.max(...values.map(({ length }) => length));
  return chain.map((one, at) => {
    const mark = one === deciding ? "*" : " ";
    const why = one === deciding ? one.error?.code : one.skipped;
    const verdict = why === undefined ? "" : ` (${shown(why)})`;
    return `${mark} ${(values[at] ?? "").padEnd(width)}  ${placeOf(one)}${verdict}`;
  });
}

/** Who speaks: a file and its line, or a name. */
function placeOf({ kind, file, line }: Candidate): string {
  if (kind === "argument") return "the command line";
  if (kind === "default") return "your default";
  if (kind === "system") return "system";
  return file === undefined ? kind : `${shown(file)}${line === undefined ? "" : `:${line}`}`;
}

/**
 * Sources that lost and name another version than the winner. A `go` line is a minimum, the
 * default is for where nothing else speaks, and a directory is there to differ from those
 * above it: those contradict nobody.
 */
function conflictsIn({ chain, deciding }: Chosen): readonly Candidate[] {
  const { word } = deciding;
  if (word === undefined || QUIET.includes(deciding.kind)) return [];
  const nearest = chain.find(isPinFile)?.file ?? "";
  return chain.filter(
    (one) =>
      one !== deciding &&
      one.word !== undefined &&
      !QUIET.includes(one.kind) &&
      !one.value.startsWith("go ") &&
      (!isPinFile(one) || dirname(one.file ?? "") === dirname(nearest)) &&
      differ(word, one.word),
  );
}

const QUIET: readonly Candidate["kind"][] = ["default", "system"];

function isPinFile({ kind }: Candidate): boolean {
  return PIN_FILES.some((one) => one === kind);
}

function differ(a: string, b: string): boolean {
  const [one, other] = [a, b].map((word) => parseVersion(word.replace(/@.*/s, "")));
  if (one === undefined || other === undefined) return a !== b;
  const minor = /^\d+\.\d+$/;
  return minor.test(one) || minor.test(other)
    ? minorOf(one) !== minorOf(other)
    : one !== other || a !== b;
}

function conflictLines({ deciding }: Chosen, conflicts: readonly Candidate[]): readonly string[] {
  return conflicts.map(
    (one) =>
      `conflict: ${placeOf(one)} says ${shown(one.value)}, and ${placeOf(deciding)} comes first`,
  );
}

/** What else decides over the go that runs: the tree's proof, variables, PATH. */
function notesOn(context: CliContext, chosen: Chosen, engine: Engine): readonly string[] {
  const { env } = context.host;
  const { found } = chosen;
  const proof =
    found === undefined
      ? []
      : [
          `${found.path} ${isProven(found, engine) ? "is proven" : "is NOT proven"}: gostead why ${wordOf(found)}`,
        ];
  const goroot =
    env.GOROOT === undefined
      ? []
      : [`GOROOT=${env.GOROOT} is exported: the shim takes it out, other programs see it`];
  return [
    ...proof,
    ...goroot,
    ...modeNote(context, chosen, engine),
    ...pathNote(context, chosen),
  ].map(shown);
}

function modeNote(context: CliContext, chosen: Chosen, engine: Engine): readonly string[] {
  if (chosen.found === undefined) return [];
  const mode = toolchainMode(context, chosen, engine);
  if (mode === "local") return ["GOTOOLCHAIN=local: this go never switches to another by itself"];
  return [`GOTOOLCHAIN=${mode}: this go may switch to a newer one that go.mod or go.work asks for`];
}

/** Shims come first on PATH, or a hook has put the tree itself there: else another go is found. */
function pathNote({ host }: CliContext, { go }: Chosen): readonly string[] {
  const first = systemGo(host.env.PATH ?? "", "", "go");
  if (first === undefined) return ["no go is on PATH, not even the shim: gostead doctor path"];
  const ours = [join(host.home.shims, "go"), ...(go === undefined ? [] : [go])];
  return ours.some((one) => sameFile(one, first))
    ? []
    : [`a shell finds ${first} first, which is not gostead's: gostead doctor path`];
}

function sameFile(a: string, b: string): boolean {
  try {
    return realpathSync(a) === realpathSync(b);
  } catch {
    return a === b;
  }
}
