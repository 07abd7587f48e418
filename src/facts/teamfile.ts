/**
 * The project's `.goenv`: what it sets, and the template that it was made from, which it names in a comment:
 *   # gostead template: ./build/team.goenv sha256:<64 hex>     a file of the project
 *   # gostead template: https://go.company.test/team sha256:…  any other name: a copy is kept in gostead's home
 */
import { dirname, join } from "node:path";
import { readGoenvLine } from "#model/goenvline.ts";
import { defineFact, known, unknown } from "./fact.ts";
import { publicValue } from "./names.ts";
import { projectFact } from "./project.ts";
import { type FileRead, textOf } from "./read.ts";

const MAX = 64 << 10;
// What a message may show as a word of a command: nothing that a shell would take for its own.
const NAMED = /^# gostead template: ([\w./][\w./:@%+=,~-]{0,1000}) sha256:([0-9a-f]{64})\s*$/;

export interface Field {
  readonly key: string;
  /** Without logins of URLs. */
  readonly value: string;
  /** From 1. */
  readonly line: number;
}

export interface TeamFile {
  /** The nearest one of the project; null where it has none, and then there is nothing else. */
  readonly file: string | null;
  /** Where it really lies. */
  readonly directory: string;
  readonly fields: readonly Field[];
  readonly template: { readonly name: string; readonly sha256: string } | null;
}

export const teamfileFact = defineFact({
  name: "teamfile",
  cost: "instant",
  about: "what the project's .goenv sets, and the template that it names",
  needs: { project: projectFact },
  reads: (_, { project }): readonly FileRead[] =>
    project.directories.map((at) => ({ file: join(at, ".goenv"), max: MAX })),
  parse: (answers) => {
    const answer = answers.find(({ is }) => is !== "absent");
    if (answer === undefined) {
      return known<TeamFile>({ file: null, directory: "", fields: [], template: null });
    }
    const read = textOf(answer);
    if (read.is !== "text") {
      return unknown(`${answer.path}: ${read.is === "unreadable" ? read.reason : "it is gone"}`);
    }
    const named = templateNamed(read.text);
    const template = named && { ...named, name: publicValue(named.name) };
    const directory = dirname(read.real);
    return known<TeamFile>({ file: answer.path, directory, fields: fieldsOf(read.text), template });
  },
});

/** The first that a text names; null where it names none. */
export function templateNamed(text: string): TeamFile["template"] {
  for (const line of text.split(/\r?\n/)) {
    const [, name, sha256] = NAMED.exec(line) ?? [];
    if (name !== undefined && sha256 !== undefined) return { name, sha256 };
  }
  return null;
}

/** Of a name that stands there twice the last line counts; lines that cannot be read say nothing. */
export function fieldsOf(text: string): readonly Field[] {
  const fields = new Map<string, Field>();
  for (const [index, line] of text
    .replace(/^\ufeff/, "")
    .split(/\r?\n/)
    .entries()) {
    const said = readGoenvLine(line);
    if (said === undefined || "bad" in said) continue;
    const { key, value } = said;
    fields.set(key, { key, value: publicValue(value), line: index + 1 });
  }
  return [...fields.values()];
}
