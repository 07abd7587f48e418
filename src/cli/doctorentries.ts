/** What the rules, about the machine and about programs, say of a code. */
import { BINARY_CATALOGUE, BINARY_RULES } from "#binary/judge.ts";
import { RULES } from "#doctor/rules.ts";

/** The group of the rules about program files, which no group of rules about the machine is. */
const BINARY = "binary";

export interface Entry {
  readonly title: string;
  readonly why: string;
  /** The page that tells all. */
  readonly docs: string;
}

/** In the order of reports. */
export const REPORTED_GROUPS: readonly string[] = [
  ...new Set([...RULES.map(({ group }) => group), BINARY]),
];

/** Its title, why it matters, its page. Throws for a code that no rule has. */
export function entryOf(code: string): Entry {
  const own = BINARY_RULES.find((one) => one.code === code);
  const { title, why } = own === undefined ? ruleOf(code) : BINARY_CATALOGUE[own.code];
  return { title, why, docs: `docs/finding/${code}.md` };
}

export function groupOf(code: string): string {
  return BINARY_RULES.some((rule) => rule.code === code) ? BINARY : ruleOf(code).group;
}

function ruleOf(code: string): (typeof RULES)[number] {
  const rule = RULES.find((one) => one.code === code);
  if (rule === undefined) throw new Error(`no rule has the code ${code}`);
  return rule;
}
