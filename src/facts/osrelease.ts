/** Which distribution this is, from os-release(5): NAME=value, shell quotes around values. */
import { defineFact, known, unknown } from "./fact.ts";
import { type FileAnswer, textOf } from "./read.ts";

const MAX = 1 << 16;

export const osReleaseFact = defineFact({
  name: "os-release",
  cost: "instant",
  about: "the distribution",
  reads: [
    { file: "/etc/os-release", max: MAX },
    { file: "/usr/lib/os-release", max: MAX },
  ],
  parse: (answers) => {
    const read = parseOsRelease(answers);
    return typeof read === "string" ? unknown(read) : known(read);
  },
});

export interface OsRelease {
  readonly id: string;
  readonly like: readonly string[];
  readonly version: string | null;
  readonly name: string;
}

/** What the first of the files that is there says; else why there is nothing to say. */
export function parseOsRelease(answers: readonly FileAnswer[]): OsRelease | string {
  // The manual: the second is for when the first is not there.
  const [first, second] = answers.map(textOf);
  const read = first?.is === "absent" ? second : first;
  if (read === undefined || read.is === "absent") return "there is no /etc/os-release";
  if (read.is === "unreadable") return `${read.path}: ${read.reason}`;
  const of = valuesIn(read.text);
  return {
    // The manual's default.
    id: of("ID") ?? "linux",
    like: (of("ID_LIKE") ?? "").split(" ").filter((word) => word !== ""),
    version: of("VERSION_ID") ?? null,
    name: of("PRETTY_NAME") ?? of("NAME") ?? "Linux",
  };
}

function valuesIn(text: string): (name: string) => string | undefined {
  const values = new Map<string, string>();
  for (const line of text.split(/\r?\n/)) {
    const [, name, value = ""] = /^([A-Z0-9_]+)=(.*)$/.exec(line.trim()) ?? [];
    if (name !== undefined) values.set(name, unquoted(value));
  }
  return (name) => values.get(name);
}

function unquoted(value: string): string {
  const [, , inner] = /^(["'])(.*)\1$/.exec(value) ?? [];
  return (inner ?? value).replace(/\\(["'$`\\])/g, "$1");
}
