/**
 * A rule: a small pure function of facts. It sees only the facts that it names,
 * and only when all of them are known: that one is missing is the runner's to
 * say. A code is a few lower-case words joined by `-` that name what is wrong,
 * `goroot-exported`; it is stable for ever and never used again for another.
 */
import type { FactName, FactValue } from "#facts/facts.ts";
import type { Finding } from "#model/finding.ts";
import type { Mend } from "./mend.ts";

export const GROUPS = [
  "path",
  "env",
  "shell",
  "pins",
  "paths",
  "perms",
  "lsm",
  "policy",
  "toolchain",
  "limits",
  "preflight",
  "cgo",
  "module",
  "cache",
  "net",
  "proxy",
  "sumdb",
] as const;
/**
 * Looked at when named, or with `all`: they ask servers, start go on a module, or read a whole cache. What of them is
 * told by a file, and stops every go command here, says `byDefault`.
 */
const NAMED_ONLY: ReadonlySet<string> = new Set([
  "cgo",
  "module",
  "cache",
  "net",
  "proxy",
  "sumdb",
]);
export const DEFAULT_GROUPS = GROUPS.filter((group) => !NAMED_ONLY.has(group));

export type Group = (typeof GROUPS)[number];

/** A finding as a rule tells it: the runner puts the code to it. */
export type Draft = Omit<Finding<Mend>, "code">;

export interface NotApplicable {
  readonly notApplicable: string;
}

/** No findings: it passes. */
export type Verdict = readonly Draft[] | NotApplicable;

export type Known<N extends FactName> = { readonly [K in N]: FactValue<K> };

export interface Rule<Code extends string = string> {
  readonly code: Code;
  /** What is wrong, in a few words. */
  readonly title: string;
  /** What breaks because of it: one sentence. */
  readonly why: string;
  readonly group: Group;
  /** A plain `doctor` looks at it, although not at its group. */
  readonly byDefault?: true;
  readonly needs: readonly FactName[];
  check(facts: Known<FactName>): Verdict;
}

interface Spec<Code extends string, N extends FactName> {
  readonly code: Code;
  /** What is wrong, in a few words. */
  readonly title: string;
  /** What breaks because of it: one sentence. */
  readonly why: string;
  readonly group: Group;
  readonly byDefault?: true;
  readonly needs: readonly N[];
  readonly check: (facts: Known<N>) => Verdict;
}

/** Declares a rule; a fact that is not in `needs` does not compile in `check`. */
export function defineRule<const Code extends string, const N extends FactName>(
  spec: Spec<Code, N>,
): Rule<Code> {
  return spec;
}

/** There is nothing here that the rule is about. */
export function notApplicable(reason: string): NotApplicable {
  return { notApplicable: reason };
}
