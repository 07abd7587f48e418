/** `gostead lsm scan [--log FILE] [--since 10m] [--limit 200]`: what was refused to Go's programs. */
import { isoTime } from "#host/clock.ts";
import type { Denial } from "#lsm/denial.ts";
import { goDenials } from "#lsm/tools.ts";
import { GosteadError } from "#model/error.ts";
import { quoted } from "#model/quote.ts";
import type { CliContext } from "./context.ts";
import { readDenials } from "./lsmlog.ts";
import { count, shown } from "./render.ts";

export interface LsmScanFlags {
  readonly log?: string;
  readonly since?: string;
  readonly limit?: string;
}

const NONE_ACTIVE = "no MAC module active";
const LIMIT = 200;
const UNITS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

export async function runLsmScan(this: CliContext, flags: LsmScanFlags): Promise<number> {
  const { output, globals, host } = this;
  const span = flags.since ?? (flags.log === undefined ? "10m" : undefined);
  const since = span === undefined ? 0 : host.now().getTime() - spanMs(span);
  const limit = limitOf(flags.limit);
  const { log, denials: all } = await readDenials(this, flags.log);
  if (log === null) return nothingHere(this);
  const { denials, omitted } = goDenials(all, { since, limit });
  const outcome = denials.length === 0 ? "pass" : "fail";
  if (globals.json) output.json({ outcome, reason: null, log, denials, omitted });
  else for (const one of denials) output.data(rowOf(one));
  const more = omitted === 0 ? "" : `, and ${omitted} older ones`;
  const span_ = span === undefined ? "" : ` in the last ${span}`;
  output.talk(`${count(denials.length, "denial")} of Go's programs${more}${span_} (${shown(log)})`);
  return denials.length === 0 ? 0 : 1;
}

/** It is no pass: nothing was looked at. */
export function nothingHere({ output, globals }: CliContext): number {
  const nothing = { log: null, denials: [], omitted: 0 };
  if (globals.json) output.json({ outcome: "not-applicable", reason: NONE_ACTIVE, ...nothing });
  output.talk(`not applicable: ${NONE_ACTIVE}`);
  return 0;
}

function rowOf(one: Denial): string {
  const who = one.module === "selinux" ? typeIn(one.source) : one.profile;
  const asked = one.module === "selinux" ? one.permissions.join(",") : askedOf(one);
  const on = one.module === "selinux" ? `${typeIn(one.target)}:${one.tclass}` : "";
  const what = [one.path ?? "", on].filter((part) => part !== "").join(" ");
  const trial = one.enforced ? "" : "  (on trial)";
  const cells = [shown(one.comm).padEnd(15), shown(who).padEnd(12), shown(asked).padEnd(16)];
  return `${isoTime(one.ms)}  ${cells.join("  ")}  ${shown(what)}${trial}`;
}

function askedOf({ operation, mask, more }: Extract<Denial, { module: "apparmor" }>): string {
  return [operation, mask, ...Object.values(more)].filter((part) => part !== "").join(" ");
}

function typeIn(context: string): string {
  return context.split(":")[2] ?? context;
}

function spanMs(text: string): number {
  const [, amount, unit = ""] = /^(\d{1,5})([mhd])$/.exec(text) ?? [];
  if (amount !== undefined) return Number(amount) * (UNITS[unit] ?? 0);
  throw new GosteadError("usage", `--since needs a span, not ${quoted(text)}`, {
    fix: "gostead lsm scan --since 10m, 2h or 7d",
  });
}

function limitOf(text: string | undefined): number {
  if (text === undefined) return LIMIT;
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text);
  throw new GosteadError("usage", `--limit needs a number, not ${quoted(text)}`, {
    fix: "gostead lsm scan --limit 200",
  });
}
