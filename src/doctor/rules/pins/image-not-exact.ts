/** An image of Go whose tag names no minor version: the next build may be made by another Go. */
import { type Draft, defineRule, notApplicable } from "../../rule.ts";
import { evidenceOf } from "./agree.ts";

export const imageNotExact = defineRule({
  code: "image-not-exact",
  title: "an image names no exact Go",
  why: "the tag moves: the same commit is built by another Go next month",
  group: "pins",
  needs: ["pins"],
  check: ({ pins: { claims } }) => {
    const images = claims.filter(({ role }) => role === "image");
    if (images.length === 0) return notApplicable("the project builds on no image of Go");
    const [pinned = "1.24.6"] = claims.find(({ role }) => role === "pin")?.versions ?? [];
    return images
      .filter(({ moving }) => moving)
      .map(
        (claim): Draft => ({
          severity: "warning",
          subject: claim.file,
          evidence: [evidenceOf(claim)],
          fix: [],
          advice: `name the version in ${claim.file}:${claim.line}, for example golang:${pinned}`,
        }),
      );
  },
});
