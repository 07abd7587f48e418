/** Bare `gostead`: which Go, why, proven or not, and the next step. */
import { GosteadError } from "#model/error.ts";
import { sameRelease } from "#model/release.ts";
import type { Pin } from "#pin/pin.ts";
import type { Engine } from "#toolchain/engine.ts";
import { listInstalled } from "#toolchain/list.ts";
import type { CliContext } from "./context.ts";
import { activeRelease, pinHere, reasonOf, requireActive } from "./here.ts";
import { openEngine } from "./open.ts";
import { count, formatBytes, nameOf, shown } from "./render.ts";
import { settingsJson, settingsLines } from "./settingslist.ts";
import { systemGo } from "./system.ts";

export async function runOverview(context: CliContext): Promise<number> {
  const engine = await openEngine(context);
  const listed = listInstalled(engine);
  const active = activeRelease(context, engine);
  const own = listed.find(({ release }) => active !== undefined && sameRelease(release, active));
  const { output, host } = context;
  if (context.globals.json) {
    output.json({
      version: active?.version ?? null,
      proven: own?.proven ?? false,
      installed: listed.map(({ release }) => release.version),
      home: host.home.root,
      settings: await settingsJson(context),
    });
    return 0;
  }
  const { line, next } = lookHere(context, engine, own);
  output.data(`Go here    ${line}`);
  output.data(`Installed  ${installedLine(context, listed)}`);
  output.data(`Home       ${shown(host.home.root)}`);
  output.data(`Next       ${listed.length === 0 ? "gostead install" : next}`);
  if (context.globals.verbose) for (const line of await settingsLines(context)) output.data(line);
  return 0;
}

type Row = ReturnType<typeof listInstalled>[number];

/** What runs here and why, and what to type next. */
interface Here {
  readonly line: string;
  readonly next: string;
}

const LOOK_ROUND = "gostead verify, gostead list --outdated, gostead --help";

function lookHere(context: CliContext, engine: Engine, own: Row | undefined): Here {
  try {
    const pin = pinHere(context);
    if (pin === undefined || pin.word === "system") return systemHere(context, pin);
    return own === undefined ? lackingHere(context, engine, pin) : ownHere(context, pin, own);
  } catch (error) {
    if (!(error instanceof GosteadError)) throw error;
    const fix = error.fix === undefined ? "" : `; ${shown(error.fix)}`;
    return { line: `error: ${shown(error.message)}`, next: `correct that${fix}` };
  }
}

function systemHere({ host }: CliContext, pin: Pin | undefined): Here {
  const path = systemGo(host.env.PATH ?? "", host.home.shims, "go");
  const why = pin === undefined ? "nothing asks for a version here" : reasonOf(pin);
  const line = path === undefined ? `none (${why})` : `${shown(path)}, not gostead's (${why})`;
  return { line, next: pin === undefined ? "gostead default VERSION" : LOOK_ROUND };
}

/** Throws what is wrong with the word unless it only is not installed. */
function lackingHere(context: CliContext, engine: Engine, pin: Pin): Here {
  try {
    requireActive(context, engine);
  } catch (error) {
    if (!(error instanceof GosteadError) || error.code !== "not-installed") throw error;
  }
  return {
    line: `${pin.word} is asked for by ${reasonOf(pin)}, but not installed`,
    next: `gostead install ${pin.word}`,
  };
}

function ownHere({ host }: CliContext, pin: Pin, { release, proven, receipt, reason }: Row): Here {
  const verdict = proven
    ? `proven, record ${receipt?.proof.record}`
    : `not proven: ${shown(reason ?? "")}`;
  return {
    line: `${nameOf(release, host.platform)} (${reasonOf(pin)}), ${verdict}`,
    next: LOOK_ROUND,
  };
}

function installedLine({ host }: CliContext, listed: readonly Row[]): string {
  if (listed.length === 0) return "nothing yet";
  const names = listed.map(({ release }) => nameOf(release, host.platform)).join(", ");
  const bytes = listed.reduce((sum, one) => sum + (one.bytes ?? 0), 0);
  return `${count(listed.length, "version")}: ${names} (${formatBytes(bytes)}${listed.length > 1 ? ", less what they share" : ""})`;
}
