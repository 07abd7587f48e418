/** Bare `gostead`: which Go, why, proven or not, and the next step. */
import { GosteadError } from "#model/error.ts";
import { listInstalled } from "#toolchain/list.ts";
import type { CliContext } from "./context.ts";
import { activeRelease, pinHere, reasonOf } from "./here.ts";
import { openEngine } from "./open.ts";
import { count, formatBytes, nameOf, shown } from "./render.ts";
import { systemGo } from "./system.ts";

export async function runOverview(context: CliContext): Promise<number> {
  const engine = openEngine(context);
  const listed = listInstalled(engine);
  const active = activeRelease(context, engine);
  const own = listed.find(
    ({ release }) => active !== undefined && release.version === active.version,
  );
  const { output, host } = context;
  if (context.globals.json) {
    output.json({
      version: active?.version ?? null,
      proven: own?.proven ?? false,
      installed: listed.map(({ release }) => release.version),
      home: host.home.root,
    });
    return 0;
  }
  output.data(`Go here    ${hereLine(context, own)}`);
  output.data(`Installed  ${installedLine(context, listed)}`);
  output.data(`Home       ${shown(host.home.root)}`);
  output.data(`Next       ${nextStep(context, listed.length, own !== undefined)}`);
  return 0;
}

type Row = ReturnType<typeof listInstalled>[number];

function hereLine(context: CliContext, own: Row | undefined): string {
  const { host } = context;
  try {
    const pin = pinHere(context);
    if (pin === undefined || pin.word === "system") {
      const path = systemGo(host.env.PATH ?? "", host.home.shims, "go");
      const why = pin === undefined ? "nothing asks for a version here" : reasonOf(pin);
      return path === undefined ? `none (${why})` : `${shown(path)}, not gostead's (${why})`;
    }
    if (own === undefined) return `${pin.word} is asked for by ${reasonOf(pin)}, but not installed`;
    const verdict = own.proven
      ? `proven, record ${own.receipt?.proof.record}`
      : `not proven: ${shown(own.reason ?? "")}`;
    return `${nameOf(own.release, host.platform)} (${reasonOf(pin)}), ${verdict}`;
  } catch (error) {
    if (error instanceof GosteadError) return `error: ${shown(error.message)}`;
    throw error;
  }
}

function installedLine({ host }: CliContext, listed: readonly Row[]): string {
  if (listed.length === 0) return "nothing yet";
  const names = listed.map(({ release }) => nameOf(release, host.platform)).join(", ");
  const bytes = listed.reduce((sum, one) => sum + (one.bytes ?? 0), 0);
  return `${count(listed.length, "version")}: ${names} (${formatBytes(bytes)} before sharing)`;
}

function nextStep(context: CliContext, installed: number, active: boolean): string {
  if (installed === 0) return "gostead install";
  const pin = tryPin(context);
  if (pin !== undefined && pin.word !== "system" && !active) return `gostead install ${pin.word}`;
  if (pin === undefined) return "gostead default VERSION";
  return "gostead verify, gostead list --outdated, gostead --help";
}

function tryPin(context: CliContext) {
  try {
    return pinHere(context);
  } catch {
    return undefined;
  }
}
