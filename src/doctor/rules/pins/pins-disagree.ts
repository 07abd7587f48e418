/** Two lines of one project ask for different versions: what runs here is not what builds there. */
import { defineRule, notApplicable } from "../../rule.ts";
import { agree, type Claim, evidenceOf } from "./agree.ts";

export const pinsDisagree = defineRule({
  code: "pins-disagree",
  title: "the project names different Go versions",
  why: "what passed here was built by another Go than what is tested or shipped",
  group: "pins",
  needs: ["pins"],
  check: ({ pins: { root, claims } }) => {
    const said = claims.filter(chooses(claims));
    const [first, ...others] = said;
    if (first === undefined) return notApplicable("no file of the project chooses a version");
    if (others.length === 0) return [];
    if (said.every((one, at) => said.slice(at + 1).every((other) => agree(one, other)))) return [];
    return [
      {
        severity: "warning",
        subject: root,
        evidence: said.map(evidenceOf),
        fix: [],
        advice: adviceOf(first, others),
      },
    ];
  },
});

/** A `go` line is a minimum: that others are above it is no disagreement. A linter is held against it first. */
function chooses(all: readonly Claim[]): (claim: Claim) => boolean {
  const minimum = all.find(({ role }) => role === "minimum");
  return (claim) => {
    if (claim.role === "minimum" || claim.versions.length === 0) return false;
    return claim.role !== "lint" || minimum === undefined || !agree(claim, minimum);
  };
}

/** The first that is a pin is what runs here. */
function adviceOf(first: Claim, others: readonly Claim[]): string {
  const place = `${first.file}:${first.line}`;
  const [version = ""] = first.versions;
  const wrong = others.filter((other) => !agree(first, other));
  const files = [...new Set(wrong.map(({ file }) => file))].join(", ");
  if (first.role !== "pin") return `say one version everywhere, or run: gostead pin ${version}`;
  return `say ${version} (${place}) in ${files}, or run gostead pin with the version that they say`;
}
