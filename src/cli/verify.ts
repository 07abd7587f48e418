/** `gostead verify [VERSION…|PATH…] [--all] [--repair]` */

import { allTrees, findToolchain, labelOf, type Toolchain, wordOf } from "#label/find.ts";
import { GosteadError, isIntegrity } from "#model/error.ts";
import type { Event } from "#model/event.ts";
import type { Platform } from "#model/platform.ts";
import { releaseName } from "#model/release.ts";
import type { Engine } from "#toolchain/engine.ts";
import { proofSummary } from "#toolchain/install.ts";
import { type Repaired, repairTree } from "#toolchain/repair.ts";
import { type Verification, verifyTree } from "#toolchain/verify.ts";
import type { CliContext } from "./context.ts";
import { activeToolchain } from "./here.ts";
import { verifyPath } from "./judge.ts";
import { openEngine } from "./open.ts";
import { printProblems } from "./problems.ts";
import { alteredEvent, failureOf, recordEvent } from "./record.ts";
import {
  count,
  formatBytes,
  formatSeconds,
  nameOf,
  renderError,
  shown,
  worseExit,
} from "./render.ts";
import { barWatcher, openBars } from "./watch.ts";

export interface VerifyFlags {
  readonly all?: boolean;
  readonly repair?: boolean;
}

export async function runVerify(
  this: CliContext,
  flags: VerifyFlags,
  ...words: string[]
): Promise<number> {
  let exit = 0;
  for (const target of targetsOf(this, await openEngine(this), { flags, words })) {
    const outcome = await watched(this, target, flags);
    await recordEvent(this, outcome.event);
    exit = worseExit(exit, outcome.print());
  }
  return exit;
}

/** What is known of a target, to be printed once no bar stands any more; gives the exit status. */
export interface Outcome {
  print(): number;
  /** What the audit log is told; undefined where nothing happened. */
  readonly event: Event | undefined;
}

async function watched(context: CliContext, target: Target, flags: VerifyFlags): Promise<Outcome> {
  const bars = openBars(context);
  const watch = barWatcher(titleOf(target, context).slice(0, 40), bars);
  watch.phase("checking");
  try {
    return await verifyTarget(context, target, { engine: await openEngine(context, watch), flags });
  } catch (error) {
    const told = { kind: flags.repair ? "repair" : "verify", subject: titleOf(target, context) };
    const print = () => renderError(error, context.output, context.globals.json);
    return { print, event: failureOf(told, error) };
  } finally {
    bars.close();
  }
}

function titleOf(target: Target, { host }: CliContext): string {
  if ("tree" in target) return titleOfTree(target.tree, host.platform);
  return shown("path" in target ? target.path : target.word);
}

/** `go1.22.6`, `go1.22.6@prod`, and the platform where it is not this machine's. */
function titleOfTree(tree: Toolchain, here: Platform): string {
  return tree.label === undefined ? nameOf(tree.release, here) : `go${wordOf(tree)}`;
}

type Target = { readonly tree: Toolchain } | { readonly path: string } | { readonly word: string };

function targetsOf(
  context: CliContext,
  engine: Engine,
  asked: { flags: VerifyFlags; words: readonly string[] },
): Target[] {
  if (asked.flags.all) return allTrees(engine).map((tree) => ({ tree }));
  if (asked.words.length > 0) {
    return asked.words.map((word) => (/[/\\]|^\.\.?$/.test(word) ? { path: word } : { word }));
  }
  const active = activeToolchain(context, engine);
  if (active !== undefined) return [{ tree: active }];
  throw new GosteadError("usage", "no version is active here, so say what to verify", {
    fix: "gostead verify 1.22.6, gostead verify --all, or gostead verify /usr/local/go",
  });
}

interface How {
  readonly engine: Engine;
  readonly flags: VerifyFlags;
}

async function verifyTarget(
  context: CliContext,
  target: Target,
  { engine, flags }: How,
): Promise<Outcome> {
  if ("path" in target) return verifyPath(context, engine, target.path);
  const tree = "tree" in target ? target.tree : findToolchain(target.word, engine);
  return flags.repair && !context.globals.dryRun
    ? repairOne(context, engine, tree)
    : verifyOne(context, engine, tree);
}

async function verifyOne(context: CliContext, engine: Engine, tree: Toolchain): Promise<Outcome> {
  const started = context.host.monotonicMs();
  const found = await verifyTree(tree, engine).catch((error: unknown) => {
    throw aboutKept(error, tree);
  });
  const ms = Math.round(context.host.monotonicMs() - started);
  const print = () => {
    if (context.globals.json) context.output.json({ ...jsonOf(found, tree), ms });
    else printOne(context, { ...found, tree }, ms);
    return found.problems.length === 0 ? 0 : 4;
  };
  return { print, event: eventOf("verify", { ...found, tree }) };
}

/** Offline nobody else can be at fault: what does not hold is what is kept here. */
function aboutKept(error: unknown, tree: Toolchain): unknown {
  const word = wordOf(tree);
  const own = ["bad-receipt", "altered-tree"];
  if (!isIntegrity(error) || own.includes(error.code)) return error;
  const message = `go${word}: the proof kept here does not hold: ${error.message}`;
  return new GosteadError(error.code, message, {
    fix: `gostead verify --repair ${word}`,
    cause: error,
  });
}

async function repairOne(context: CliContext, engine: Engine, tree: Toolchain): Promise<Outcome> {
  const before = context.host.http().count();
  const done = { ...(await repairTree(tree, engine)), tree };
  const { bytes, requests } = context.host.http().count();
  const spent = { bytesFetched: bytes - before.bytes, requests: requests - before.requests };
  const print = () => {
    printRepaired(context, done, spent);
    return done.verification.problems.length === 0 ? 0 : 4;
  };
  const changed = { files: done.repaired.length, reinstalled: done.reinstalled };
  return { print, event: eventOf("repair", { ...done.verification, tree }, changed) };
}

/** A result with the tree that it is of. */
type Shown<T> = T & { readonly tree: Toolchain };

function eventOf(
  kind: string,
  { tree, problems, filesChecked }: Shown<Verification>,
  more = {},
): Event {
  const subject = tree.label === undefined ? releaseName(tree.release) : wordOf(tree);
  const told = { kind, subject };
  const detail = { filesChecked, ...more };
  return problems.length === 0
    ? { ...told, result: "ok", detail }
    : alteredEvent(told, problems, detail);
}

function printRepaired(
  { output, globals, host }: CliContext,
  { verification, repaired, reinstalled, tree }: Shown<Repaired>,
  spent: Readonly<Record<"bytesFetched" | "requests", number>>,
): void {
  const name = titleOfTree(tree, host.platform);
  const status = repaired.length > 0 || reinstalled ? "repaired" : "present";
  if (globals.json) {
    output.json({ ...jsonOf(verification, tree), status, repaired, reinstalled, ...spent });
    return;
  }
  const files = count(verification.filesChecked, "file");
  const what = reinstalled ? "installed anew" : count(repaired.length, "file");
  const fetched = spent.bytesFetched > 0 ? `, ${formatBytes(spent.bytesFetched)} fetched` : "";
  const done = status === "present" ? "needs no repair" : `repaired: ${what}${fetched}`;
  output.data(`${name} ${done}, ${files} proven`);
  printProblems(verification.problems, output.data);
}

function printOne({ output, host }: CliContext, found: Shown<Verification>, ms: number): void {
  const name = titleOfTree(found.tree, host.platform);
  const files = count(found.filesChecked, "file");
  const { proof } = found.proof;
  if (found.problems.length === 0) {
    output.data(
      `${name} proven: record ${proof.record} of ${proof.log}, ${files}, ${formatSeconds(ms)}`,
    );
    return;
  }
  output.data(`${name} altered: ${count(found.problems.length, "problem")} in ${files}`);
  printProblems(found.problems, output.data);
  output.warn(`fix: gostead verify --repair ${wordOf(found.tree)}`);
}

function jsonOf({ release, path, problems, filesChecked, proof }: Verification, tree: Toolchain) {
  return {
    version: release.version,
    ...labelOf(tree),
    platform: release.platform,
    path,
    ok: problems.length === 0,
    filesChecked,
    problems,
    proof: proofSummary(proof.proof, proof.h1),
  };
}
