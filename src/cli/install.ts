/** `gostead install [VERSION…]` */
import { GosteadError } from "#model/error.ts";
import { parsePlatform } from "#model/platform.ts";
import { type Release, releaseName } from "#model/release.ts";
import type { Engine } from "#toolchain/engine.ts";
import { type Installed, install, proofSummary } from "#toolchain/install.ts";
import { isInstalled } from "#toolchain/installed.ts";
import { explainAbsence, resolveForInstall, type Wish } from "#toolchain/resolve.ts";
import type { CliContext } from "./context.ts";
import { wordHere } from "./here.ts";
import { openEngine } from "./open.ts";
import { recordEvent, recordFailure } from "./record.ts";
import { count, formatBytes, formatSeconds, nameOf, renderError, worseExit } from "./render.ts";
import { requirePermitted } from "./settings.ts";
import { followDefault } from "./switching.ts";
import { barWatcher, openBars } from "./watch.ts";

export interface InstallFlags {
  readonly platform?: string;
  readonly allowOlder?: boolean;
}

/** Installs each version by itself: one that fails does not keep the next from coming. */
export async function runInstall(
  this: CliContext,
  flags: InstallFlags,
  ...words: string[]
): Promise<number> {
  const wanted = words.length > 0 ? words : [wordHere(this)];
  let exit = 0;
  for (const word of wanted) {
    try {
      await installOne(this, word, flags);
    } catch (error) {
      exit = worseExit(exit, renderError(error, this.output, this.globals.json));
      await recordFailure(this, { kind: "install", subject: word }, error);
    }
  }
  return exit;
}

async function installOne(context: CliContext, word: string, flags: InstallFlags): Promise<void> {
  const bars = openBars(context);
  const watch = barWatcher(word.slice(0, 24), bars);
  watch.phase("asking");
  const { host } = context;
  const before = host.http().count();
  const started = host.monotonicMs();
  try {
    const engine = await openEngine(context, watch);
    const wish = wishOf(word, flags, engine);
    const release = await resolveForInstall(wish, engine);
    await requirePermitted(context, release.version);
    if (context.globals.dryRun) return foretell(context, engine, release);
    const installed = await installOrExplain(release, wish, engine);
    watch.done();
    bars.close();
    const { requests, bytes } = host.http().count();
    const spent = {
      bytesFetched: bytes - before.bytes,
      requests: requests - before.requests,
      ms: Math.round(host.monotonicMs() - started),
    };
    await recordInstall(context, installed);
    report(context, installed, spent);
    await followDefault(context, engine, `gostead install ${releaseName(release)}`);
  } finally {
    bars.close();
  }
}

/** What was here already is nothing that happened. */
async function recordInstall(
  context: CliContext,
  { release, receipt, status }: Installed,
): Promise<void> {
  if (status === "present") return;
  const { proof, h1, source } = receipt;
  const detail = { h1, log: proof.log, record: proof.record, source };
  await recordEvent(context, {
    kind: "install",
    subject: releaseName(release),
    result: "ok",
    detail,
  });
}

function foretell({ output, globals }: CliContext, engine: Engine, release: Release): void {
  const present = isInstalled(engine.home, release);
  const { version, platform } = release;
  const name = nameOf(release, engine.platform);
  if (globals.json)
    output.json({ version, platform, status: present ? "present" : "missing", dryRun: true });
  else output.data(present ? `${name} is already here` : `would install ${name}`);
}

function wishOf(word: string, flags: InstallFlags, engine: Engine): Wish {
  const platform = flags.platform === undefined ? engine.platform : parsePlatform(flags.platform);
  if (platform === undefined) {
    throw new GosteadError("usage", `${JSON.stringify(flags.platform)} is no platform`, {
      fix: "write it as os-arch, for example --platform linux-arm64",
    });
  }
  return { word, platform, allowOlder: flags.allowOlder ?? false };
}

async function installOrExplain(release: Release, wish: Wish, engine: Engine): Promise<Installed> {
  try {
    return await install(release, engine);
  } catch (error) {
    throw await explainAbsence(wish, engine, error);
  }
}

interface Spent {
  readonly bytesFetched: number;
  readonly requests: number;
  readonly ms: number;
}

function report(context: CliContext, installed: Installed, spent: Spent): void {
  if (context.globals.json) context.output.json(jsonOf(installed, spent));
  else context.output.data(lineOf(context, installed, spent));
}

/** The fixed last line of an install (design §7). */
function lineOf(
  context: CliContext,
  { release, receipt, obtained, status }: Installed,
  spent: Spent,
): string {
  const name = nameOf(release, context.host.platform);
  const proven = `${name} proven: record ${receipt.proof.record}`;
  if (status === "present" || obtained === undefined) return `${proven}, already here`;
  const { filesFetched } = obtained;
  return `${proven}, ${count(filesFetched, "new file")}, ${formatBytes(spent.bytesFetched)}, ${formatSeconds(spent.ms)}`;
}

function jsonOf({ release, path, status, receipt, obtained }: Installed, spent: Spent) {
  return {
    version: release.version,
    platform: release.platform,
    path,
    source: receipt.source,
    status,
    ...spent,
    filesTotal: receipt.files,
    filesFetched: obtained?.filesFetched ?? 0,
    filesReused: obtained?.filesReused ?? receipt.files,
    bytesOnDisk: obtained?.bytesAdded ?? 0,
    proof: { ...proofSummary(receipt.proof, receipt.h1), trust: receipt.trust },
    ...(obtained === undefined ? {} : { timings: obtained.times }),
  };
}
