/** Every program named go on PATH, in order, and what its first bytes tell. None is started. */
import { defineFact, known } from "./fact.ts";
import { pathFact } from "./path.ts";
import type { FileAnswer } from "./read.ts";

/** Enough for the shims that managers write. */
const HEAD = 4096;

export interface GoFile {
  /** Of its entry in PATH, from 1. */
  readonly position: number;
  readonly path: string;
  /** Links followed; equal to `path` where that could not be seen. */
  readonly real: string;
  readonly form: "binary" | "script" | "unreadable";
  /** Whom a script calls. */
  readonly calls: "goenv" | "asdf" | "mise" | "gostead" | "other" | "nobody";
}

export const gofilesFact = defineFact({
  name: "gofiles",
  cost: "instant",
  about: "every file named go on PATH, unopened",
  needs: { path: pathFact },
  reads: (_, { path }) =>
    directoriesOf(path.entries).map(({ text }) => ({
      file: `${text.replace(/\/+$/, "")}/go`,
      max: HEAD,
      head: true as const,
    })),
  parse: (answers, _, { path }) => {
    const directories = directoriesOf(path.entries);
    const files = answers.flatMap((answer, at) => {
      const position = directories[at]?.position ?? 0;
      return goFile(answer, position);
    });
    return known({ files });
  },
});

function directoriesOf<T extends { readonly state: string }>(entries: readonly T[]): readonly T[] {
  return entries.filter(({ state }) => state === "directory");
}

/** A shell passes over what it may not execute and over directories. */
function goFile(answer: FileAnswer, position: number): readonly GoFile[] {
  if (answer.is === "absent") return [];
  const { path } = answer;
  if (answer.is === "unreadable") {
    return answer.reason === "it is a directory"
      ? []
      : [{ position, path, real: path, form: "unreadable", calls: "nobody" }];
  }
  if (!answer.executable) return [];
  const head = answer.bytes.toString("latin1");
  const script = head.startsWith("#!");
  const form = script ? "script" : "binary";
  return [{ position, path, real: answer.real, form, calls: script ? callsOf(head) : "nobody" }];
}

function callsOf(script: string): GoFile["calls"] {
  if (/\bgoenv\b/.test(script)) return "goenv";
  if (/\basdf\b/.test(script)) return "asdf";
  if (/\bmise\b/.test(script)) return "mise";
  return /gostead/i.test(script) ? "gostead" : "other";
}
