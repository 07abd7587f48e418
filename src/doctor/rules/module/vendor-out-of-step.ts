/** vendor/modules.txt says otherwise than go.mod: each build compares them first. */
import { compareVersions, parseVersion } from "#model/version.ts";
import { type Draft, defineRule, notApplicable } from "../../rule.ts";
import { judgeFiles } from "./module.ts";

const SHOWN = 5;

export const vendorOutOfStep = defineRule({
  code: "vendor-out-of-step",
  title: "vendor is not what go.mod says",
  why: "every build stops: go: inconsistent vendoring",
  group: "module",
  needs: ["modulehere", "modulefiles"],
  check: (facts) =>
    judgeFiles(facts, ({ vendor }, { file, workspace, mod: { go } }) => {
      if (vendor === null) return notApplicable("nothing is vendored");
      if (workspace !== null)
        return notApplicable(`${workspace} counts, and has a vendor of its own`);
      const line = parseVersion(go?.value ?? "1.16");
      // Before, modules.txt did not tell enough, and vendor was not taken unless asked for.
      if (line === undefined || compareVersions(line, parseVersion("1.14") ?? line) < 0) {
        return notApplicable(
          `go ${go?.value}: vendor is taken where -mod=vendor asks for it alone`,
        );
      }
      if (vendor.faults.length === 0) return [];
      const more = vendor.faults.length - SHOWN;
      const draft: Draft = {
        severity: "error",
        subject: vendor.file,
        evidence: [
          ...vendor.faults.slice(0, SHOWN).map((text) => ({ text, file })),
          ...(more > 0 ? [{ text: `and ${more} more` }] : []),
        ],
        fix: [],
        advice: "go mod vendor writes it anew; -mod=readonly builds without it",
      };
      return [draft];
    }),
});
