/**
 * `doctor --fix`: shows what would change, asks, performs, and looks again. More
 * rounds mend what only shows when the first is done: two edits of one line.
 */
import { preview } from "#apply/preview.ts";
import type { Judged } from "#doctor/judge.ts";
import { type Mend, type Plan, planOf } from "#doctor/mend.ts";
import { RULES } from "#doctor/rules.ts";
import { isFrom } from "#doctor/severity.ts";
import { findingsOf } from "#doctor/summary.ts";
import { lookAtFile } from "#facts/look.ts";
import { textOf } from "#facts/read.ts";
import type { Action } from "#model/action.ts";
import { causeOfGroup } from "#model/cause.ts";
import { GosteadError } from "#model/error.ts";
import { type Failed, recordAttempt } from "./attempt.ts";
import type { CliContext } from "./context.ts";
import { applyFixes } from "./fixing.ts";
import { recordEvent } from "./record.ts";
import { count, shown } from "./render.ts";

const ROUNDS = 3;
/** So many codes of an attempt that failed fit into its event. */
const TOLD = 8;
/** As large as a start file may be that facts are read from. */
const MAX_FILE = 1 << 20;

/** The outcomes once all is mended that can be; those given where nothing was done. */
export async function mendFindings(
  context: CliContext,
  first: readonly Judged[],
  look: () => Promise<readonly Judged[]>,
): Promise<readonly Judged[]> {
  let outcomes = first;
  const told = new Set<string>();
  const warn = (line: string) => {
    if (!told.has(line)) context.output.warn(line);
    told.add(line);
  };
  for (let round = 0; round < ROUNDS; round++) {
    const fresh = await freshPlan(outcomes, look);
    outcomes = fresh.outcomes;
    const { actions, changed } = fresh.plan;
    for (const path of changed) warn(`${shown(path)} is left alone: it is no text or has changed`);
    const doable = await doableOf(actions, warn);
    const changes = doable.length === 0 ? undefined : await tryFixes(context, doable);
    // Not agreed to, only shown, or there is nothing to do.
    if (changes === undefined) break;
    if (changes > 0) await recordFix(context, outcomes, changes);
    outcomes = await look();
  }
  await recordAttempt(context, "doctor --fix", failedBy(outcomes));
  return outcomes;
}

/** What is left that is worse than worth knowing; undefined when nothing is. */
function failedBy(outcomes: readonly Judged[]): Failed | undefined {
  const left = findingsOf(outcomes).filter(({ severity }) => isFrom(severity, "warning"));
  if (left.length === 0) return undefined;
  const codes = [...new Set(left.map(({ code }) => code))].slice(0, TOLD);
  const groups = codes.map((code) => RULES.find((rule) => rule.code === code)?.group ?? "");
  return { causes: groups.map(causeOfGroup).join(), codes: codes.join() };
}

/** A file that changed between the look and the plan, by another doctor perhaps, is looked at once more. */
async function freshPlan(
  outcomes: readonly Judged[],
  look: () => Promise<readonly Judged[]>,
): Promise<{ readonly outcomes: readonly Judged[]; readonly plan: Plan }> {
  const plan = await planFor(outcomes);
  if (plan.changed.length === 0) return { outcomes, plan };
  const again = await look();
  return { outcomes: again, plan: await planFor(again) };
}

/** Files are read anew: what facts keep of them are single lines. */
async function planFor(outcomes: readonly Judged[]): Promise<Plan> {
  const findings = findingsOf(outcomes);
  const mends = findings.flatMap(({ fix }) => fix);
  const paths = new Set(mends.flatMap((mend) => (mend.kind === "edit" ? [mend.path] : [])));
  const texts = new Map<string, string | undefined>();
  for (const path of paths) texts.set(path, await readText(path));
  return planOf(findings, (path) => texts.get(path));
}

/** A file's text; undefined where it is not there, or is no UTF-8 text. */
export async function readText(path: string): Promise<string | undefined> {
  const answer = await lookAtFile("/", { file: path, max: MAX_FILE });
  const read = textOf(answer);
  if (read.is !== "text" || answer.is !== "file") return undefined;
  // Bytes that are no UTF-8 would not survive being written again.
  return Buffer.from(read.text).equals(answer.bytes) ? read.text : undefined;
}

/** One file that may not be written must not keep the others from being mended. */
async function doableOf(
  actions: readonly Action[],
  warn: (line: string) => void,
): Promise<readonly Action[]> {
  const doable: Action[] = [];
  for (const action of actions) {
    try {
      await preview([action]);
      doable.push(action);
    } catch (error) {
      if (!(error instanceof GosteadError)) throw error;
      warn(`not mended: ${shown(error.message)}`);
    }
  }
  return doable;
}

/** The number of changes; another doctor may have made them meanwhile: then we only look again. */
async function tryFixes(
  context: CliContext,
  actions: readonly Action[],
): Promise<number | undefined> {
  try {
    return await applyFixes(context, actions, "doctor --fix");
  } catch (error) {
    if (error instanceof GosteadError && error.code === "later-edit") return 0;
    throw error;
  }
}

async function recordFix(
  context: CliContext,
  before: readonly Judged[],
  changes: number,
): Promise<void> {
  const mended = findingsOf(before).filter(({ fix }) => fix.length > 0);
  const subject = [...new Set(mended.map(({ code }) => code))].join(",");
  const back = mended.flatMap(({ fix }) => fix).every(isFinal)
    ? "nothing takes that back"
    : "gostead undo takes back what was made last";
  context.output.talk(`${count(changes, "change")} made; ${back}`);
  await recordEvent(context, { kind: "fix", subject, result: "ok", detail: { changes } });
}

function isFinal(mend: Mend): boolean {
  return mend.kind === "run" && mend.inverse === undefined;
}
