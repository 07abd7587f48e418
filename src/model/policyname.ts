/** The policies that ship with gostead, from the mildest to the strictest: each holds what those before it do. */
export const POLICY_NAMES = ["dev", "ci", "production"] as const;
export type PolicyName = (typeof POLICY_NAMES)[number];

export function parsePolicyName(word: string): PolicyName | undefined {
  return POLICY_NAMES.find((one) => one === word);
}

/** Negative when `a` is the milder one. */
export function compareStrictness(a: PolicyName, b: PolicyName): number {
  return POLICY_NAMES.indexOf(a) - POLICY_NAMES.indexOf(b);
}
