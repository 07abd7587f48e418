/**
 * The file of `go env -w`, read directly: a bad value in it can keep every go
 * command from running, `go env` too. Lines are `NAME=value`, the last one counts.
 */
import { isAbsolute } from "node:path";
import { goEnvFile } from "#host/env.ts";
import { defineFact, known, type Machine, unknown } from "./fact.ts";
import { publicValue, SETTINGS } from "./names.ts";
import { textOf } from "./read.ts";

const MAX = 1 << 20;

export interface GoEnvLine {
  /** From 1. */
  readonly line: number;
  readonly name: string;
  readonly value: string;
  /** It stands in the block that `gostead setup goenv` wrote. */
  readonly ours: boolean;
}

/** Go itself takes a relative GOENV from its working directory. */
export function goEnvFileOf({ env, cwd }: Machine): string | undefined {
  const named = goEnvFile(env);
  return named === undefined || isAbsolute(named) ? named : `${cwd}/${named}`;
}

/** A line that says something, and that Go passes over: no name in capitals before a `=` (cmd/go/internal/cfg, initEnvCache). */
export interface Ignored {
  /** From 1. */
  readonly line: number;
  /** What stands before the first `=`, cut: a value may be a secret. */
  readonly text: string;
}

export const goenvfileFact = defineFact({
  name: "goenvfile",
  cost: "instant",
  about: "the settings that go env -w keeps, read without go",
  reads: (machine) => {
    const file = goEnvFileOf(machine);
    return file === undefined ? [] : [{ file, max: MAX }];
  },
  parse: ([answer], machine) => {
    const path = goEnvFileOf(machine) ?? null;
    const empty = {
      path,
      there: false,
      lines: [] as readonly GoEnvLine[],
      ignored: [] as readonly Ignored[],
    };
    const read = answer === undefined ? undefined : textOf(answer);
    if (read === undefined || read.is === "absent") return known(empty);
    if (read.is === "unreadable") return unknown(`${read.path}: ${read.reason}`);
    const ignored = ignoredIn(read.text);
    return known({ path, there: true, lines: linesOfGoEnv(read.text), ignored });
  },
});

/** Of `go/env` and of GOROOT/go.env. */
export function linesOfGoEnv(text: string): readonly GoEnvLine[] {
  const names: readonly string[] = SETTINGS;
  let ours = false;
  return text.split("\n").flatMap((line, at) => {
    if (/^# (>>>|<<<) gostead (>>>|<<<)/.test(line)) ours = line.startsWith("# >>>");
    const [, name = "", value = ""] = /^([A-Z][^=]*)=(.*?)\r?$/s.exec(line) ?? [];
    return names.includes(name) ? [{ line: at + 1, name, value: publicValue(value), ours }] : [];
  });
}

function ignoredIn(text: string): readonly Ignored[] {
  return text.split("\n").flatMap((line, at) => {
    if (/^[A-Z][^=]*=|^\s*(#|$)/.test(line)) return [];
    return [{ line: at + 1, text: (line.split("=")[0] ?? "").trim().slice(0, 60) }];
  });
}
