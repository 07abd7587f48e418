/** The policy that applies, and the day on which it is asked: waivers end. */
import type { Policy } from "#policy/policy.ts";
import { defineFact, known, unknown } from "./fact.ts";

export interface PolicyFact {
  readonly today: string;
  readonly policy: Policy | null;
}

export const policyFact = defineFact({
  name: "policy",
  cost: "instant",
  about: "the policy that applies here, and the day",
  reads: [],
  parse: (_, { asked }) =>
    asked === undefined
      ? unknown("nobody said which policy applies")
      : known<PolicyFact>({ today: asked.today, policy: asked.policy }),
});
