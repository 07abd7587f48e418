/** `gostead list [--remote] [--outdated]` */
import type { Engine } from "#toolchain/engine.ts";
import { byVersion, isInstalled, onPlatform } from "#toolchain/installed.ts";
import { formatLabelName, labelNames, labelsOf, labelTree } from "#toolchain/labelled.ts";
import { type Listed, listInstalled } from "#toolchain/list.ts";
import { exclusiveBytes } from "#toolchain/need.ts";
import { listRemote } from "#toolchain/remote.ts";
import type { CliContext } from "./context.ts";
import { activeToolchain } from "./here.ts";
import { openEngine } from "./open.ts";
import { formatBytes, nameOf, shown } from "./render.ts";

export interface ListFlags {
  readonly remote?: boolean;
  readonly outdated?: boolean;
  readonly found?: boolean;
  readonly all?: boolean;
  readonly allowOlder?: boolean;
}

export async function runList(this: CliContext, flags: ListFlags): Promise<number> {
  const engine = await openEngine(this);
  if (flags.found) return (await import("./found.ts")).runFound(this, engine);
  if (flags.remote) return printRemote(this, engine, flags);
  if (flags.outdated) return (await import("./outdated.ts")).runOutdated(this, engine, flags);
  const listed = listInstalled(engine);
  if (this.globals.json) printJson(this, engine, listed);
  else printTable(this, engine, listed);
  return listed.every((one) => one.proven) ? 0 : 1;
}

function printJson(context: CliContext, engine: Engine, listed: readonly Listed[]): void {
  const exclusive = exclusiveBytes(
    engine.home,
    listed.map((one) => one.release),
  );
  const active = activeToolchain(context, engine);
  listed.forEach(({ release, path, bytes, proven, reason }, index) => {
    context.output.json({
      version: release.version,
      platform: release.platform,
      path,
      bytes: bytes ?? null,
      exclusiveBytes: exclusive[index] ?? 0,
      proven,
      active: active?.path === path,
      ...(reason === undefined ? {} : { reason }),
    });
    for (const label of labelsOf(engine, release)) {
      const tree = labelTree(engine.home, label);
      const shared = { version: release.version, label: label.label, platform: release.platform };
      // Its files are the version's own: it holds nothing alone.
      const sizes = { bytes: bytes ?? null, exclusiveBytes: 0 };
      context.output.json({
        ...shared,
        path: tree,
        ...sizes,
        proven,
        active: active?.path === tree,
      });
    }
  });
}

function printTable(context: CliContext, engine: Engine, listed: readonly Listed[]): void {
  if (listed.length === 0) context.output.talk("no Go is installed yet; run: gostead install");
  const active = activeToolchain(context, engine);
  const { paint } = context.output;
  const labels = labelNames(engine.home).map((name) => `go${formatLabelName(name)}`);
  const names = [...listed.map((one) => nameOf(one.release, engine.platform)), ...labels];
  const width = Math.max(0, ...names.map((name) => name.length));
  for (const { release, path, bytes, proven, reason } of listed) {
    const mark = active?.path === path ? paint("good", "*") : " ";
    const size = bytes === undefined ? "?" : formatBytes(bytes);
    const verdict = proven
      ? "proven"
      : paint("bad", `not proven: ${shown(reason ?? "no receipt")}`);
    context.output.data(
      `${mark} ${nameOf(release, engine.platform).padEnd(width)}  ${size.padStart(8)}  ${verdict}`,
    );
    for (const label of labelsOf(engine, release)) {
      const here = active?.path === labelTree(engine.home, label) ? paint("good", "*") : " ";
      context.output.data(
        `${here} ${`go${formatLabelName(label)}`.padEnd(width)}  ${"".padStart(8)}  label`,
      );
    }
  }
}

async function printRemote(context: CliContext, engine: Engine, flags: ListFlags): Promise<number> {
  const releases = await listRemote(engine, flags.allowOlder ?? false);
  const wanted = flags.all ? releases : onPlatform(releases, engine.platform);
  for (const release of wanted.toSorted(byVersion)) {
    const installed = isInstalled(engine.home, release);
    if (context.globals.json) {
      context.output.json({ version: release.version, platform: release.platform, installed });
    } else {
      context.output.data(`${nameOf(release, engine.platform)}${installed ? "  installed" : ""}`);
    }
  }
  return 0;
}
