/**
 * Judges facts by rules: one outcome a rule, whatever happens. How many rules
 * there are to judge depends on the groups asked for alone, so that a summary
 * cannot look better by checking less: what was left out is counted as skipped.
 */
import type { FactName, Facts } from "#facts/facts.ts";
import type { Finding, Outcome } from "#model/finding.ts";
import type { Mend } from "./mend.ts";
import type { Group, Known, Rule } from "./rule.ts";

export interface Choice {
  /** All when empty. */
  readonly groups: readonly Group[];
  /** No group was named: what rules of the others are looked at by default comes too. */
  readonly plain?: boolean;
  /** Codes; all when empty. */
  readonly only: readonly string[];
  readonly skip: readonly string[];
}

export type Judged = Outcome<Mend>;

/** The rules of the groups asked for: the fixed denominator. */
export function rulesOf(rules: readonly Rule[], { groups, plain }: Choice): readonly Rule[] {
  const isAsked = ({ group, byDefault }: Rule) =>
    groups.includes(group) || (plain === true && byDefault === true);
  return groups.length === 0 ? rules : rules.filter(isAsked);
}

/** The facts that are needed for what was chosen, each once. */
export function factsFor(rules: readonly Rule[], choice: Choice): readonly FactName[] {
  const asked = rulesOf(rules, choice).filter((rule) => skipReason(rule, choice) === undefined);
  return [...new Set(asked.flatMap(({ needs }) => needs))];
}

export function judge(
  rules: readonly Rule[],
  choice: Choice,
  facts: Partial<Facts>,
): readonly Judged[] {
  return rulesOf(rules, choice).map((rule) => {
    const skipped = skipReason(rule, choice);
    return skipped === undefined
      ? outcomeOf(rule, facts)
      : { kind: "skipped", code: rule.code, reason: skipped };
  });
}

function skipReason({ code }: Rule, { only, skip }: Choice): string | undefined {
  if (skip.includes(code)) return "--skip names it";
  return only.length > 0 && !only.includes(code) ? "--only names others" : undefined;
}

function outcomeOf(rule: Rule, facts: Partial<Facts>): Judged {
  const { code } = rule;
  const known: Record<string, unknown> = {};
  for (const name of rule.needs) {
    const fact = facts[name] ?? { known: false, reason: "it was not gathered" };
    if (!fact.known) return { kind: "unknown", code, reason: `${name}: ${fact.reason}` };
    known[name] = fact.value;
  }
  try {
    // Rules see what they named (defineRule); that is all of `known`.
    const verdict = rule.check(known as Known<FactName>);
    if ("notApplicable" in verdict) {
      return { kind: "not-applicable", code, reason: verdict.notApplicable };
    }
    if (verdict.length === 0) return { kind: "pass", code };
    const findings = verdict.map((draft): Finding<Mend> => ({ code, ...draft }));
    return { kind: "fail", code, findings };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { kind: "unknown", code, reason: `a fault in the rule: ${why}` };
  }
}
