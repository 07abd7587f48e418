/** A setting of Go has a value that the policy forbids, whoever set it. */
import type { FactValue } from "#facts/facts.ts";
import { faultOf } from "#policy/judge.ts";
import { NO_POLICY, violation } from "../../policy.ts";
import { defineRule, notApplicable } from "../../rule.ts";

export const policyViolated = defineRule({
  code: "policy-violated",
  title: "a setting is not what the policy asks for",
  why: "builds here are not the builds that were agreed on",
  group: "policy",
  needs: ["policy", "govalues", "govaluedirs"],
  check: ({ policy: { policy, today }, govalues, govaluedirs }) => {
    if (policy === null) return NO_POLICY;
    if (policy.rules.length === 0) return notApplicable(`the policy ${policy.name} has no rules`);
    return policy.rules.flatMap((rule) => {
      const { key, op, severity, why, place } = rule;
      const given = govalues.values.find(({ name }) => name === key);
      if (given === undefined) throw new Error(`the facts do not know ${key}`);
      const directory = govaluedirs.directories.find(({ name }) => name === key);
      const fault = faultOf(rule, { ...given, ...(directory === undefined ? {} : { directory }) });
      if (fault === null) return [];
      const asked = { text: `${place}: ${key} ${op}${why === "" ? "" : `: ${why}`}` };
      return [
        violation(
          { policy, today },
          {
            ids: [key, `${key} ${op}`],
            severity,
            subject: key,
            evidence: [evidenceOf(given, fault), asked],
            advice: rule.fix || `set ${key} as the policy ${policy.name} wants it`,
          },
        ),
      ];
    });
  },
});

type Given = FactValue<"govalues">["values"][number];

/** `GOSUMDB=off, from the shell's environment: it must not be off` */
function evidenceOf(given: Given, fault: string) {
  const { name, value, origin, file, line } = given;
  const said =
    value === null || origin === null ? name : `${name}=${value}, from ${SOURCES[origin]}`;
  const place = file === null ? {} : { file, ...(line === null ? {} : { line }) };
  return { text: `${said}: ${fault}`, ...place };
}

const SOURCES: Readonly<Record<NonNullable<Given["origin"]>, string>> = {
  environment: "the shell's environment",
  goenv: "go env -w",
  label: "the label",
  gostead: "gostead",
  goroot: "GOROOT/go.env",
  default: "Go's default",
};
