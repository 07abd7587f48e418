/** What is wrong with a tree, for people. */
import type { Problem } from "#toolchain/inspect.ts";
import { shown } from "./render.ts";

/** Problems shown for people; JSON has them all. */
const SHOWN = 20;

export function printProblems(problems: readonly Problem[], print: (line: string) => void): void {
  for (const { kind, path, expected, got } of problems.slice(0, SHOWN)) {
    const detail =
      expected === undefined
        ? got === undefined
          ? ""
          : `: ${got}`
        : `: expected ${expected}, got ${got}`;
    print(`  ${kind.padEnd(8)} ${shown(path)}${detail}`);
  }
  if (problems.length > SHOWN) print(`  … and ${problems.length - SHOWN} more (--json lists all)`);
}
