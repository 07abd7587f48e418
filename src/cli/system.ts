/** The `go` that is not ours: the first on PATH outside our shims. */
import { accessSync, constants, statSync } from "node:fs";
import { delimiter, isAbsolute, join } from "node:path";

/** Absolute path of a program; undefined when no other directory of PATH has it. */
export function systemGo(path: string, shims: string, program: string): string | undefined {
  return path
    .split(delimiter)
    .filter((directory) => isAbsolute(directory) && directory !== shims)
    .map((directory) => join(directory, program))
    .find(isProgram);
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
