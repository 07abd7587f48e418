/** How outcomes read: for people in groups, with what mends each; and as one JSON object. */
import { BINARY_CATALOGUE, BINARY_RULES } from "#binary/judge.ts";
import { CATALOGUE, type Entry } from "#doctor/catalogue.ts";
import type { Judged } from "#doctor/judge.ts";
import type { Mend } from "#doctor/mend.ts";
import { RULES } from "#doctor/rules.ts";
import { coverageOf, findingsOf, summarize } from "#doctor/summary.ts";
import { describeAction } from "#model/action.ts";
import type { Evidence, Finding } from "#model/finding.ts";
import type { Output } from "./context.ts";
import { shown } from "./render.ts";

/** The group of the rules about program files, which no group of rules about the machine is. */
const BINARY = "binary";

/** The schema is in docs/reference/doctor.md. */
export function reportJson(outcomes: readonly Judged[]): Record<string, unknown> {
  return {
    findings: findingsOf(outcomes).map((finding) => ({
      code: finding.code,
      severity: finding.severity,
      subject: finding.subject,
      evidence: finding.evidence,
      why: entryOf(finding.code).why,
      fix: finding.fix,
      ...(finding.advice === undefined ? {} : { advice: finding.advice }),
      docs: entryOf(finding.code).docs,
    })),
    checks: outcomes.map((one) => ({
      code: one.code,
      outcome: one.kind,
      reason: "reason" in one ? one.reason : null,
    })),
    summary: summarize(outcomes),
    coverage: coverageOf(outcomes),
  };
}

export function printReport(output: Output, outcomes: readonly Judged[]): void {
  for (const group of new Set([...RULES.map((rule) => rule.group), BINARY])) {
    const own = outcomes.filter(({ code }) => groupOf(code) === group);
    const notable = own.filter(({ kind }) => kind === "fail" || kind === "unknown");
    if (notable.length > 0) output.data(group);
    for (const outcome of notable) printOutcome(output, outcome);
  }
  output.data(summaryLine(outcomes));
}

function printOutcome(output: Output, outcome: Judged): void {
  if (outcome.kind === "unknown") {
    output.data(`  unknown  ${outcome.code}: ${shown(outcome.reason)}`);
  }
  if (outcome.kind !== "fail") return;
  for (const finding of outcome.findings) printFinding(output, finding);
}

function printFinding(output: Output, finding: Finding<Mend>): void {
  const { title, why } = entryOf(finding.code);
  output.data(
    `  ${finding.severity.padEnd(8)} ${title}: ${shown(finding.subject)} [${finding.code}]`,
  );
  for (const one of finding.evidence) output.data(`           ${evidenceLine(one)}`);
  output.data(`           why: ${why}`);
  for (const line of fixLines(finding)) output.data(`           fix: ${line}`);
}

function evidenceLine({ text, file, line }: Evidence): string {
  if (file === undefined) return shown(text);
  return `${shown(file)}${line === undefined ? "" : `:${line}`}: ${shown(text)}`;
}

function fixLines({ fix, advice }: Finding<Mend>): readonly string[] {
  const lines = fix.map(describeMend);
  return [...new Set(lines), ...(advice === undefined ? [] : [shown(advice)])];
}

function describeMend(mend: Mend): string {
  if (mend.kind !== "edit") return `${shown(describeAction(mend))} (--fix does it)`;
  const place = `${shown(mend.path)}:${mend.line}`;
  return mend.now === null
    ? `take out ${place} (--fix does it)`
    : `make ${place} read ${shown(mend.now)} (--fix does it)`;
}

/** `11 checks: 8 passed, 2 failed, 1 not applicable; coverage 10 of 11` */
function summaryLine(outcomes: readonly Judged[]): string {
  const { pass, fail, unknown, notApplicable, skipped } = summarize(outcomes);
  const parts = [
    [pass, "passed"],
    [fail, "failed"],
    [unknown, "unknown"],
    [notApplicable, "not applicable"],
    [skipped, "skipped"],
  ] as const;
  const told = parts.filter(([count]) => count > 0).map(([count, word]) => `${count} ${word}`);
  const { ran, of } = coverageOf(outcomes);
  return `${of} checks: ${told.join(", ")}; coverage ${ran} of ${of}`;
}

function groupOf(code: string): string | undefined {
  return BINARY_RULES.some((rule) => rule.code === code)
    ? BINARY
    : RULES.find((rule) => rule.code === code)?.group;
}

function entryOf(code: string): Entry {
  const own = BINARY_RULES.find((one) => one.code === code);
  if (own !== undefined) return { ...BINARY_CATALOGUE[own.code], docs: `docs/finding/${code}.md` };
  const rule = RULES.find((one) => one.code === code);
  if (rule === undefined) throw new Error(`no rule has the code ${code}`);
  return CATALOGUE[rule.code];
}
