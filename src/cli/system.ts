/** The `go` that is not ours: the first on PATH outside our shims. */
import { accessSync, constants, realpathSync, statSync } from "node:fs";
import { delimiter, isAbsolute, join } from "node:path";
import { GosteadError } from "#model/error.ts";
import type { CliContext } from "./context.ts";

/** Absolute path of a program; undefined when no other directory of PATH has it. */
export function systemGo(path: string, shims: string, program: string): string | undefined {
  return path
    .split(delimiter)
    .filter((directory) => isAbsolute(directory) && directory !== shims)
    .map((directory) => join(directory, program))
    .find(isProgram);
}

/** The real path of the same, links followed. Throws `not-installed`. */
export function requireSystem({ host }: CliContext, program: string): string {
  const path = systemGo(host.env.PATH ?? "", host.home.shims, program);
  if (path !== undefined) return realpathSync(path);
  throw new GosteadError(
    "not-installed",
    `nothing asks for a version here and no other ${program} is on PATH`,
    { fix: "gostead install, then gostead default 1.24" },
  );
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
