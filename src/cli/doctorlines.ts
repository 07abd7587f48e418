/** The parts of a finding as lines of text, for reports of every form; each is safe to print. */

import type { Mend } from "#doctor/mend.ts";
import { describeAction } from "#model/action.ts";
import type { Evidence, Finding } from "#model/finding.ts";
import { entryOf } from "./doctorentries.ts";
import { shown } from "./render.ts";

/** `GOROOT is exported: GOROOT` */
export function headLine({ code, subject }: Finding<Mend>): string {
  return `${entryOf(code).title}: ${shown(subject)}`;
}

/** Where it was seen, why it matters, what mends it. */
export function bodyLines(finding: Finding<Mend>): readonly string[] {
  return [
    ...finding.evidence.map(evidenceLine),
    `why: ${entryOf(finding.code).why}`,
    ...fixLines(finding).map((line) => `fix: ${line}`),
  ];
}

function evidenceLine({ text, file, line }: Evidence): string {
  if (file === undefined) return shown(text);
  return `${shown(file)}${line === undefined ? "" : `:${line}`}: ${shown(text)}`;
}

export function fixLines({ fix, advice }: Finding<Mend>): readonly string[] {
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
