/** An exception of the policy has run out: what it let be counts again, and somebody must decide. */
import { isExpired } from "#policy/waive.ts";
import { NO_POLICY } from "../../policy.ts";
import { defineRule, notApplicable } from "../../rule.ts";

export const policyWaiverExpired = defineRule({
  code: "policy-waiver-expired",
  title: "a waiver has run out",
  why: "what it let be counts again, and nobody has decided anew",
  group: "policy",
  needs: ["policy"],
  check: ({ policy: { policy, today } }) => {
    if (policy === null) return NO_POLICY;
    if (policy.waivers.length === 0)
      return notApplicable(`the policy ${policy.name} has no waivers`);
    return policy.waivers
      .filter((one) => isExpired(one, today))
      .map(({ id, owner, reason, until, place }) => ({
        severity: "error",
        subject: id,
        evidence: [{ text: `${place}: ended on ${until}, of ${owner}: ${reason}` }],
        fix: [],
        advice: `take the waiver out of ${place}, or let ${owner} renew it`,
      }));
  },
});
