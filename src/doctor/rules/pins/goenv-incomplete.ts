/** A `.goenv` without a field that it must have: who reads it gets another Go, or other files of the same packages. */
import { type Draft, defineRule, notApplicable } from "../../rule.ts";

const MANDATORY = ["GO_VERSION", "GO_BUILD_TAGS"];

export const goenvIncomplete = defineRule({
  code: "goenv-incomplete",
  title: "the .goenv lacks a field",
  why: "who clones the project gets a Go or build tags of their own choice",
  group: "pins",
  needs: ["teamfile"],
  check: ({ teamfile: { file, fields } }) => {
    if (file === null) return notApplicable("the project has no .goenv");
    const missing = MANDATORY.filter((key) => !fields.some((field) => field.key === key));
    if (missing.length === 0) return [];
    const finding: Draft = {
      severity: "info",
      subject: file,
      evidence: missing.map((key) => ({ text: `${key} is missing`, file })),
      fix: [],
      advice: `say it there (GO_BUILD_TAGS may be empty), or run: gostead setup team`,
    };
    return [finding];
  },
});
