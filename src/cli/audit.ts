/** `gostead audit [--since DATE|7d]`: what happened here, oldest first. */
import { statSync } from "node:fs";
import type { Entry } from "#audit/format.ts";
import { auditFiles } from "#audit/layout.ts";
import { entriesOf } from "#audit/read.ts";
import { parseTime } from "#host/clock.ts";
import { GosteadError } from "#model/error.ts";
import type { CliContext } from "./context.ts";
import { count, shown } from "./render.ts";

export interface AuditFlags {
  readonly since?: string;
}

const UNIT_MS: Readonly<Record<string, number>> = { d: 86_400_000, h: 3_600_000 };

export async function runAudit(this: CliContext, flags: AuditFlags): Promise<number> {
  const { output, globals } = this;
  let events = 0;
  for await (const entry of eventsOf(this, flags)) {
    events += 1;
    if (globals.json) output.json(entry);
    else output.data(rowOf(entry));
  }
  if (events > 0) return 0;
  output.talk(flags.since === undefined ? "no events yet" : "no events in that time");
  return 0;
}

/** This home's events in that time, oldest first. Throws `altered-log` behind the last of them. */
export async function* eventsOf(
  { host }: CliContext,
  flags: AuditFlags,
): AsyncGenerator<Entry, void> {
  const since = flags.since === undefined ? 0 : sinceMs(flags.since, host.now().getTime());
  const { log } = auditFiles(host.home);
  const size = statSync(log, { throwIfNoEntry: false })?.size ?? 0;
  let unreadable = 0;
  for await (const { entry } of entriesOf(log, size)) {
    if (entry === undefined) unreadable += 1;
    else if ((parseTime(entry.time) ?? 0) >= since) yield entry;
  }
  if (unreadable === 0) return;
  throw new GosteadError(
    "altered-log",
    `${log} holds ${count(unreadable, "line")} that no gostead wrote`,
    {
      fix: "gostead audit verify",
    },
  );
}

/** Time, who, what, result, which; the columns are fixed, since a log is not read twice. */
function rowOf(entry: Entry): string {
  const { time, actor, kind, subject, result, detail } = entry;
  const sudo = actor.sudo === undefined ? "" : ` (${actor.sudo})`;
  const who = shown(`${actor.user}@${actor.host}${sudo}`);
  const code = typeof detail.code === "string" ? `  [${detail.code}]` : "";
  const cells = [time, who.padEnd(20), shown(kind).padEnd(10), result.padEnd(6)];
  return `${cells.join("  ")}  ${shown(subject)}${movedIn(entry)}${shown(code)}`;
}

/** For a project's switch of version: from what, to what; for a shell's, that it is one. */
function movedIn({ kind, subject, detail: { from, to, tool } }: Entry): string {
  if (kind === "switch" && tool === "use") return " in a shell";
  if (kind !== "switch" || !subject.startsWith("/") || typeof to !== "string") return "";
  return from === "" ? `: go${shown(to)}` : `: go${shown(String(from))} to go${shown(to)}`;
}

/** Milliseconds since 1970 for `7d`, `12h`, `2026-03-01` or an RFC 3339 time. */
function sinceMs(text: string, nowMs: number): number {
  const [, amount, unit = ""] = /^(\d{1,5})([dh])$/.exec(text) ?? [];
  if (amount !== undefined) return nowMs - Number(amount) * (UNIT_MS[unit] ?? 0);
  const ms = /^\d{4}-\d\d-\d\d(T|$)/.test(text) ? parseTime(text) : undefined;
  if (ms !== undefined) return ms;
  throw new GosteadError(
    "usage",
    `--since needs a date or a span, not ${JSON.stringify(text.slice(0, 60))}`,
    {
      fix: "gostead audit --since 7d, or --since 2026-03-01",
    },
  );
}
