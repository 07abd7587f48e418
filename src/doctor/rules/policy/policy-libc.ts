/** The C library that builds here are bound to is not the one that the policy locks. */
import { NO_POLICY, violation } from "../../policy.ts";
import { defineRule, notApplicable } from "../../rule.ts";

export const policyLibc = defineRule({
  code: "policy-libc",
  title: "the C library is not the one that the policy locks",
  why: "a program that is built with C runs only where the library is not older than here",
  group: "policy",
  needs: ["policy", "fingerprint", "govalues"],
  check: ({ policy: { policy, today }, fingerprint, govalues }) => {
    if (policy === null) return NO_POLICY;
    if (policy.libc === undefined)
      return notApplicable(`the policy ${policy.name} does not ask for it`);
    const cgo = govalues.values.find(({ name }) => name === "CGO_ENABLED")?.value;
    if (cgo === "0") return notApplicable("nothing is compiled with C: CGO_ENABLED=0");
    const { os, libc, libcVersion } = fingerprint;
    if (os !== "linux" && os !== null) return notApplicable(`${os} has its own`);
    const { kind, version, place } = policy.libc;
    if (libc === kind && (version === null || version === libcVersion)) return [];
    const here = [libc ?? "no C library that is known", libcVersion ?? ""].join(" ").trim();
    const wanted = [kind, version ?? ""].join(" ").trim();
    const { severity } = policy;
    return [
      violation(
        { policy, today },
        {
          ids: ["policy-libc"],
          severity,
          subject: here,
          evidence: [{ text: `here: ${here}` }, { text: `${place}: libc: ${wanted}` }],
          advice: `build where ${wanted} is, or set CGO_ENABLED=0; lock another one when all places where it will run have it`,
        },
      ),
    ];
  },
});
