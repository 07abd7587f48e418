/**
 * The user's own settings of Go, as `go env -w` writes them, with their lines. Read as
 * Go reads them: what is no regular file, or cannot be read, sets nothing.
 */
import { readFileSync, statSync } from "node:fs";
import { type Env, goEnvFile } from "#host/env.ts";

export interface FileSetting {
  readonly name: string;
  readonly value: string;
  readonly file: string;
  /** Begins with 1. */
  readonly line: number;
}

/** What Go's settings file of this environment says, line by line. */
export function userGoEnv(env: Env): FileSetting[] {
  const file = goEnvFile(env);
  return file === undefined ? [] : goEnvLines(file);
}

/** The lines of a `go/env` or `go.env` file that set something; a name may be there twice. */
export function goEnvLines(file: string): FileSetting[] {
  return textOf(file)
    .split("\n")
    .flatMap((text, index) => {
      const [, name, value = ""] = /^([A-Z][^=]*)=(.*)$/s.exec(text.replace(/\r$/, "")) ?? [];
      return name === undefined ? [] : [{ name, value, file, line: index + 1 }];
    });
}

/** The last line of a name counts. */
export function valuesOf(settings: readonly FileSetting[]): Map<string, string> {
  return new Map(settings.map(({ name, value }) => [name, value]));
}

function textOf(file: string): string {
  try {
    return statSync(file).isFile() ? readFileSync(file, "utf8") : "";
  } catch {
    return "";
  }
}
