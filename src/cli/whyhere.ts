/** Bare `gostead why`: the winner, every other source with the reason why it lost, and what stands in the way. */
import { realpathSync } from "node:fs";
import { join } from "node:path";
import { wordOf } from "#label/find.ts";
import { minorOf, parseVersion } from "#model/version.ts";
import type { Candidate } from "#pin/pin.ts";
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

/** Every source in a table, from the highest; `*` marks the one that decides. */
function rows({ chain, deciding }: Chosen): readonly string[] {
  const cells = chain.map((one) => [placeOf(one), shown(one.value) || "-"] as const);
  const [first, second] = [0, 1].map((at) =>
    Math.max(...cells.map((row) => (row[at] ?? "").length)),
  );
  return chain.map((one, at) => {
    const [place = "", value = ""] = cells[at] ?? [];
    const verdict = one === deciding ? (one.error?.code ?? "counts") : (one.skipped ?? "");
    const mark = one === deciding ? "*" : " ";
    return `${mark} ${place.padEnd(first ?? 0)}  ${value.padEnd(second ?? 0)}  ${shown(verdict)}`;
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
 * Sources that lost and name another version than the winner. A `go` line is a minimum and
 * the default is for where nothing else speaks: those contradict nobody.
 */
function conflictsIn({ chain, deciding }: Chosen): readonly Candidate[] {
  const { word } = deciding;
  if (word === undefined || deciding.kind === "default" || deciding.kind === "system") return [];
  return chain.filter(
    (one) =>
      one !== deciding &&
      one.word !== undefined &&
      one.kind !== "default" &&
      one.kind !== "system" &&
      !one.value.startsWith("go ") &&
      differ(word, one.word),
  );
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
          `${found.path} ${isProven(found, engine) ? "is proven" : "is NOT proven"}: gostead why ${found.release.version}`,
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
