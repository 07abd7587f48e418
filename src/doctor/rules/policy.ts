/** The rules about the policy that applies, in the order of reports. */
import { policyLibc } from "./policy/policy-libc.ts";
import { policyReleaseAge } from "./policy/policy-release-age.ts";
import { policySource } from "./policy/policy-source.ts";
import { policyUnproven } from "./policy/policy-unproven.ts";
import { policyUnsupported } from "./policy/policy-unsupported.ts";
import { policyVersion } from "./policy/policy-version.ts";
import { policyViolated } from "./policy/policy-violated.ts";
import { policyVulnerable } from "./policy/policy-vulnerable.ts";
import { policyWaiverExpired } from "./policy/policy-waiver-expired.ts";

export const POLICY_RULES = [
  policyViolated,
  policyVersion,
  policyReleaseAge,
  policySource,
  policyUnproven,
  policyUnsupported,
  policyVulnerable,
  policyLibc,
  policyWaiverExpired,
] as const;
