/**
 * The shells that /bin/sh is on the machines we care for: dash (Debian, Ubuntu),
 * bash under the name sh (RHEL, macOS), busybox (Alpine). Tests ask for each by
 * name and skip by name what this machine lacks.
 */
import { spawnSync } from "node:child_process";

export interface Shell {
  readonly name: string;
  /** What stands before the path of the script. */
  readonly argv: readonly [string, ...string[]];
  readonly skip: string | false;
}

const CANDIDATES: readonly (readonly [string, readonly [string, ...string[]]])[] = [
  ["dash", ["dash"]],
  ["bash as sh", ["bash", "--posix"]],
  ["busybox sh", ["busybox", "sh"]],
];

export const SHELLS: readonly Shell[] = CANDIDATES.map(([name, [program, ...rest]]) => {
  const path = find(program);
  return {
    name,
    argv: [path ?? program, ...rest],
    skip: path === undefined && `no ${program} here`,
  };
});

/** Whether a program is on PATH. */
export function has(program: string): boolean {
  return find(program) !== undefined;
}

function find(program: string): string | undefined {
  const { stdout } = spawnSync("sh", ["-c", `command -v ${program}`], { encoding: "utf8" });
  return stdout.trim() || undefined;
}
