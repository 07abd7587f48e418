/** `gostead verify [VERSION…|PATH…] [--all] [--repair]` */

import { GosteadError } from "#model/error.ts";
import type { Release } from "#model/release.ts";
import type { Engine } from "#toolchain/engine.ts";
import { proofSummary } from "#toolchain/install.ts";
import { installedReleases } from "#toolchain/installed.ts";
import { repair } from "#toolchain/repair.ts";
import { resolveInstalled } from "#toolchain/resolve.ts";
import { type Verification, verifyInstalled } from "#toolchain/verify.ts";
import type { CliContext } from "./context.ts";
import { activeRelease } from "./here.ts";
import { verifyPath } from "./judge.ts";
import { openEngine } from "./open.ts";
import { printProblems } from "./problems.ts";
import { count, formatSeconds, nameOf, renderError } from "./render.ts";
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
  const bars = openBars(this);
  const watch = barWatcher("verify", bars);
  watch.phase("checking");
  const engine = openEngine(this, watch);
  let exit = 0;
  try {
    for (const target of targetsOf(this, engine, { flags, words })) {
      exit = Math.max(exit, await verifyTarget(this, target, { engine, flags }));
    }
  } finally {
    bars.close();
  }
  return exit;
}

type Target = { readonly release: Release } | { readonly path: string } | { readonly word: string };

function targetsOf(
  context: CliContext,
  engine: Engine,
  asked: { flags: VerifyFlags; words: readonly string[] },
): Target[] {
  if (asked.flags.all) return installedReleases(engine.home).map((release) => ({ release }));
  if (asked.words.length > 0) {
    return asked.words.map((word) => (/[/\\]|^\.\.?$/.test(word) ? { path: word } : { word }));
  }
  const active = activeRelease(context, engine);
  if (active !== undefined) return [{ release: active }];
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
): Promise<number> {
  try {
    if ("path" in target) return await verifyPath(context, engine, target.path);
    const release = "release" in target ? target.release : resolveInstalled(target.word, engine);
    if (flags.repair && !context.globals.dryRun) return await repairOne(context, engine, release);
    return await verifyOne(context, engine, release);
  } catch (error) {
    return renderError(error, context.output, context.globals.json);
  }
}

async function verifyOne(context: CliContext, engine: Engine, release: Release): Promise<number> {
  const started = context.host.monotonicMs();
  const found = await verifyInstalled(release, engine);
  const ms = Math.round(context.host.monotonicMs() - started);
  if (context.globals.json) context.output.json({ ...jsonOf(found), ms });
  else printOne(context, found, ms);
  return found.problems.length === 0 ? 0 : 4;
}

async function repairOne(context: CliContext, engine: Engine, release: Release): Promise<number> {
  const before = context.host.http().count();
  const { verification, repaired, reinstalled } = await repair(release, engine);
  const { bytes, requests } = context.host.http().count();
  const spent = { bytesFetched: bytes - before.bytes, requests: requests - before.requests };
  if (context.globals.json) {
    context.output.json({
      ...jsonOf(verification),
      status: "repaired",
      repaired,
      reinstalled,
      ...spent,
    });
  } else {
    const name = nameOf(release, engine.platform);
    const what = reinstalled ? "installed anew" : count(repaired.length, "file");
    context.output.data(`${name} repaired: ${what}, ${verification.filesChecked} files proven`);
  }
  return verification.problems.length === 0 ? 0 : 4;
}

function printOne({ output, host }: CliContext, found: Verification, ms: number): void {
  const name = nameOf(found.release, host.platform);
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
  output.warn(`fix: gostead verify --repair ${found.release.version}`);
}

function jsonOf({ release, path, problems, filesChecked, proof }: Verification) {
  return {
    version: release.version,
    platform: release.platform,
    path,
    ok: problems.length === 0,
    filesChecked,
    problems,
    proof: proofSummary(proof.proof, proof.h1),
  };
}
