/**
 * Counts what node:test's run() reports: real tests only. A suite is no test; a
 * parent that fails because of its children is not counted again; a file that
 * crashed is a failure; a file that holds no test is one too, as nobody wrote
 * it for nothing. A skipped suite reports none of its tests, so it counts as one
 * skip; what is marked todo counts as skipped.
 */
import { resolve } from "node:path";
import { inspect } from "node:util";

export interface Tally {
  passed: number;
  failed: number;
  readonly skipped: { readonly name: string; readonly reason: string }[];
}

/** The part of a test:pass or test:fail event that counting needs. */
export interface Report {
  readonly name: string;
  readonly nesting: number;
  readonly file?: string | undefined;
  readonly line?: number | undefined;
  readonly skip?: string | boolean | undefined;
  readonly todo?: string | boolean | undefined;
  readonly details: { readonly type?: string | undefined; readonly error?: unknown };
}

export function newTally(): Tally {
  return { passed: 0, failed: 0, skipped: [] };
}

/** Adds one report; returns the words for a failure, undefined for all else. */
export function count(tally: Tally, report: Report, outcome: "pass" | "fail"): string | undefined {
  const reason = outcomeReason(report);
  if (reason !== undefined) {
    tally.skipped.push({ name: where(report), reason });
    return undefined;
  }
  if (outcome === "fail") return countFailure(tally, report);
  if (report.details.type === "suite") return undefined;
  if (isFile(report)) {
    tally.failed++;
    return `${report.name}: holds no test`;
  }
  tally.passed++;
  return undefined;
}

/** The last line of `npm test`. */
export function lastLine(tally: Tally): string {
  return `${tally.passed} passed, ${tally.failed} failed, ${tally.skipped.length} skipped`;
}

/** Nothing failed, and there was something to pass. */
export function isGreen(tally: Tally): boolean {
  return tally.failed === 0 && tally.passed > 0;
}

function outcomeReason({ skip, todo }: Report): string | undefined {
  if (skip !== undefined && skip !== false) return skip === true ? "no reason given" : skip;
  if (todo !== undefined && todo !== false) return todo === true ? "todo" : `todo: ${todo}`;
  return undefined;
}

function countFailure(tally: Tally, report: Report): string | undefined {
  const error = report.details.error as { failureType?: string; cause?: unknown } | undefined;
  if (error?.failureType === "subtestsFailed") return undefined;
  tally.failed++;
  const cause = inspect(error?.cause ?? error, { maxArrayLength: 20, maxStringLength: 4000 });
  return `${where(report)}\n${cause.slice(0, 6000)}`;
}

/** node:test reports a file of its own only when no test in it did, or when it crashed. */
function isFile({ name, nesting, file }: Report): boolean {
  return nesting === 0 && file !== undefined && resolve(name) === resolve(file);
}

function where({ name, file, line }: Report): string {
  const path = file?.replace(`${process.cwd()}/`, "") ?? "?";
  return name.endsWith(path) ? path : `${path}:${line ?? 1} ${name}`;
}
