/** What is wrong with a tree, for people. */
import type { Problem } from "#toolchain/inspect.ts";
import { shown } from "./render.ts";

/** Problems shown for people; JSON has them all. */
const SHOWN = 20;

/** One line a problem, at most 20, then how many more there are. */
export function printProblems(problems: readonly Problem[], print: (line: string) => void): void {
  for (const problem of problems.slice(0, SHOWN)) {
    print(`  ${problem.kind.padEnd(8)} ${shown(problem.path)}${detailOf(problem)}`);
  }
  if (problems.length > SHOWN) print(`  … and ${problems.length - SHOWN} more (--json lists all)`);
}

function detailOf({ expected, got }: Problem): string {
  if (expected !== undefined) return `: expected ${expected}, got ${got}`;
  return got === undefined ? "" : `: ${got}`;
}
