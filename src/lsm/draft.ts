/**
 * What denials come to: the least rules that would have allowed them, and what no
 * draft allows. A rule is never wider than what was asked for; the one exception is a
 * number that differs from run to run (go-build directories, processes), and only the owner gets those.
 */
import { quoted } from "#model/quote.ts";
import type { Denial } from "./denial.ts";

export interface Drafted {
  /** As the policy's language has it. */
  readonly rule: string;
  /** What it was drafted from: lines for people, safe to print. */
  readonly why: readonly string[];
}

export interface Refused {
  /** Safe to print. */
  readonly what: string;
  readonly reason: string;
}

export interface Draft {
  readonly module: Denial["module"];
  /** The text of the draft, ready for `lsm test`; comments explain each rule. */
  readonly text: string;
  readonly rules: readonly Drafted[];
  readonly refused: readonly Refused[];
}

/** Each remark once, with how often it was seen. */
export function remarks(denials: readonly Denial[]): readonly string[] {
  const seen = Map.groupBy(denials, remarkOn);
  return [...seen].map(([text, all]) => (all.length === 1 ? text : `${text}, ${all.length} times`));
}

/** `go: read "/srv/main.go"` */
export function remarkOn(one: Denial): string {
  const asked =
    one.module === "selinux" ? one.permissions.join(" ") : [one.operation, one.mask].join(" ");
  const what = one.path === null ? otherOf(one) : quoted(one.path, 200);
  return `${bare(quoted(one.comm))}: ${bare(quoted(asked))}${what === "" ? "" : ` ${what}`}`;
}

function otherOf(one: Denial): string {
  return bare(
    quoted(one.module === "selinux" ? one.tclass : Object.values(one.more).join(" "), 200),
  );
}

function bare(text: string): string {
  return text.slice(1, -1).trim();
}

/** Refusals, each once. */
export function refusals(refused: readonly Refused[]): readonly Refused[] {
  return [...new Map(refused.map((one) => [`${one.what}\n${one.reason}`, one])).values()];
}

/** Comment lines for the end of a draft. */
export function refusalLines(refused: readonly Refused[]): readonly string[] {
  return refused.map(({ what, reason }) => `# refused: ${what}: ${reason}`);
}
