/** The project's `.goenv` says something else than the template that it names, field by field. */
import type { FactValue } from "#facts/facts.ts";
import type { Evidence } from "#model/finding.ts";
import { type Draft, defineRule, notApplicable } from "../../rule.ts";

type Field = FactValue<"teamfile">["fields"][number];

export const templateDrift = defineRule({
  code: "template-drift",
  title: "the .goenv is not what its template says",
  why: "this project builds with other settings than the rest of the team's",
  group: "pins",
  needs: ["teamfile", "teamtemplate"],
  check: ({ teamfile, teamtemplate }) => {
    const { file, template } = teamfile;
    if (file === null || template === null) {
      return notApplicable("the project's .goenv names no template");
    }
    const evidence = teamtemplate.fields.flatMap((field) => driftOf(field, teamfile.fields, file));
    if (evidence.length === 0) return [];
    const since = teamtemplate.isApplied ? "" : " (it has changed since it was applied)";
    const finding: Draft = {
      severity: "warning",
      subject: file,
      evidence,
      fix: [],
      advice: `say there what ${template.name} says${since}, or run: gostead setup team --template ${wordOf(template)}`,
    };
    return [finding];
  },
});

/** `go1.22.6` and `1.22.6` are one version. */
function bare({ key, value }: Pick<Field, "key" | "value">): string {
  return key === "GO_VERSION" ? value.replace(/^go(?=\d)/, "") : value;
}

function driftOf({ key, value }: Field, own: readonly Field[], file: string): readonly Evidence[] {
  const field = own.find((one) => one.key === key);
  if (field !== undefined && bare(field) === bare({ key, value })) return [];
  const asked = `the template says ${JSON.stringify(value)}`;
  if (field === undefined) return [{ text: `${key} is missing; ${asked}`, file }];
  return [{ text: `${key}=${JSON.stringify(field.value)}; ${asked}`, file, line: field.line }];
}

function wordOf({ name, sha256 }: { readonly name: string; readonly sha256: string }): string {
  return /^\.\//.test(name) ? name : `${name} --sha256 ${sha256}`;
}
