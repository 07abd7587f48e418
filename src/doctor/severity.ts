/** How bad findings are, in order: `info` is worth knowing, `error` breaks builds. */
import type { Severity } from "#model/finding.ts";

export const SEVERITIES: readonly Severity[] = ["info", "warning", "error"];

/** Whether `one` is as bad as `level`, or worse. */
export function isFrom(one: Severity, level: Severity): boolean {
  return SEVERITIES.indexOf(one) >= SEVERITIES.indexOf(level);
}
