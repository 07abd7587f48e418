/** A pin, image or CI asks for a Go that the module does not build with: its `go` line wants a newer one. */
import { type Draft, defineRule, notApplicable } from "../../rule.ts";
import { below, evidenceOf } from "./agree.ts";

export const pinBelowModule = defineRule({
  code: "pin-below-module",
  title: "a pin is older than the module allows",
  why: "nothing builds: go.mod requires a newer go, or Go fetches one in silence",
  group: "pins",
  needs: ["pins"],
  check: ({ pins: { claims } }) => {
    const minimum = claims.find(({ role }) => role === "minimum");
    if (minimum === undefined) return notApplicable("no go.mod or go.work has a go line here");
    const [least = ""] = minimum.versions;
    return claims
      .filter(({ role }) => role === "pin" || role === "image" || role === "ci")
      .filter((claim) => below(claim, minimum).length > 0)
      .map((claim): Draft => {
        const own = claim.role === "pin" ? `, or run: gostead pin ${least}` : "";
        return {
          severity: "error",
          subject: claim.file,
          evidence: [evidenceOf(claim), evidenceOf(minimum)],
          fix: [],
          advice: `raise ${claim.file}:${claim.line} to ${least} or newer${own}`,
        };
      });
  },
});
