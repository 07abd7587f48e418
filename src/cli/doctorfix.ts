/**
 * `doctor --fix`: shows what would change, asks, performs, and looks again. More
 * rounds mend what only shows when the first is done: two edits of one line.
 */
import type { Judged } from "#doctor/judge.ts";
import { type Plan, planOf } from "#doctor/mend.ts";
import { findingsOf } from "#doctor/summary.ts";
import { lookAtFile } from "#facts/look.ts";
import { textOf } from "#facts/read.ts";
import type { Action } from "#model/action.ts";
import { GosteadError } from "#model/error.ts";
import type { CliContext } from "./context.ts";
import { applyFixes } from "./fixing.ts";
import { recordEvent } from "./record.ts";
import { count, shown } from "./render.ts";

const ROUNDS = 3;
/** As large as a start file may be that facts are read from. */
const MAX_FILE = 1 << 20;

/** The outcomes once all is mended that can be; those given where nothing was done. */
export async function mendFindings(
  context: CliContext,
  first: readonly Judged[],
  look: () => Promise<readonly Judged[]>,
): Promise<readonly Judged[]> {
  let outcomes = first;
  for (let round = 0; round < ROUNDS; round++) {
    const { actions, changed } = await planFor(outcomes);
    for (const path of changed) {
      context.output.warn(`${shown(path)} is left alone: it is no text, or has just been changed`);
    }
    if (actions.length === 0) break;
    const changes = await tryFixes(context, actions);
    // Not agreed to, or only shown.
    if (changes === 0) break;
    if (changes !== "overtaken") await recordFix(context, outcomes, changes);
    outcomes = await look();
  }
  return outcomes;
}

/** Another doctor may have mended the same meanwhile: then we only look again. */
async function tryFixes(
  context: CliContext,
  actions: readonly Action[],
): Promise<number | "overtaken"> {
  try {
    return await applyFixes(context, actions, "doctor --fix");
  } catch (error) {
    if (error instanceof GosteadError && error.code === "later-edit") return "overtaken";
    throw error;
  }
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

async function readText(path: string): Promise<string | undefined> {
  const answer = await lookAtFile("/", { file: path, max: MAX_FILE });
  const read = textOf(answer);
  if (read.is !== "text" || answer.is !== "file") return undefined;
  // Bytes that are no UTF-8 would not survive being written again.
  return Buffer.from(read.text).equals(answer.bytes) ? read.text : undefined;
}

async function recordFix(
  context: CliContext,
  before: readonly Judged[],
  changes: number,
): Promise<void> {
  const codes = new Set(
    findingsOf(before)
      .filter(({ fix }) => fix.length > 0)
      .map(({ code }) => code),
  );
  context.output.talk(`${count(changes, "change")} made; gostead undo takes them back`);
  const subject = [...codes].join(",");
  await recordEvent(context, { kind: "fix", subject, result: "ok", detail: { changes } });
}
