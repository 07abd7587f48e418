/** gostead runs a tree for which it has no proof that holds: no receipt, or one under a key that is not trusted now. */
import { type Draft, defineRule, notApplicable } from "../../rule.ts";

export const toolchainUnproven = defineRule({
  code: "toolchain-unproven",
  title: "nothing proves the Go that runs",
  why: "whether these are the bytes that everybody else gets cannot be told any more",
  group: "toolchain",
  needs: ["gokept"],
  check: ({ gokept }) => {
    if (gokept === null) return notApplicable("no Go of gostead's runs here");
    const { name, version, receipt, manifest, proven } = gokept;
    if (receipt === "here" && manifest === "here" && proven) return [];
    const gone = [
      ...(receipt === "here" ? [] : [{ text: `its receipt is ${receipt}` }]),
      ...(manifest === "here" ? [] : [{ text: `its manifest is ${manifest}` }]),
    ];
    const evidence =
      gone.length > 0
        ? gone
        : [{ text: "its receipt does not hold under the key that is trusted" }];
    const advice = `gostead verify ${version} says why, gostead install ${version} proves it anew`;
    const draft: Draft = { severity: "warning", subject: name, evidence, fix: [], advice };
    return [draft];
  },
});
