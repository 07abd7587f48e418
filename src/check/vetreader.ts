/**
 * What `go vet -json` prints: JSON objects one after the other, indented, between
 * lines of text, on stdout since Go 1.25 and on stderr before.
 *
 *   # example.com/m
 *   {
 *   	"example.com/m": { "printf": [ { "posn": "/m/a.go:3:35", "message": "…" } ] }
 *   }
 *   vet: b/b.go:2:23: undefined: x        it does not build: nothing of it was looked at
 *
 * The exit status tells of builds alone: findings leave it at 0.
 */
import { plainPath } from "./event.ts";
import { keepLines } from "./kept.ts";
import { placeIn } from "./place.ts";
import { MAX_PROBLEMS, type Place, type Problem } from "./stage.ts";

export interface VetResult {
  readonly problems: readonly Problem[];
  readonly more: number;
  /** Text that is neither. */
  readonly remarks: readonly string[];
}

export interface VetReader {
  /** A line of either stream; each stream has a reader of its own. */
  line(line: string): void;
  end(): VetResult;
}

const MAX_OBJECT = 16 << 20;

export function readVet(): VetReader {
  const remarks = keepLines({ left: 1 << 20 });
  const found = new Map<string, Problem>();
  let object: string[] | undefined;
  let size = 0;
  let current = "";
  let more = 0;
  const add = (problem: Problem) => {
    // A package is looked at again with its tests.
    const key = JSON.stringify([problem.subject, problem.place, problem.lines]);
    if (found.has(key)) return;
    if (found.size < MAX_PROBLEMS) found.set(key, problem);
    else more++;
  };
  const text = (line: string) => {
    const [, header] = /^# \[?([^\]]*)\]?$/.exec(line) ?? [];
    if (header !== undefined) current = plainPath(header);
    else if (/^vet: |^\S+\.go:\d+/.test(line)) {
      const lines = [line];
      const place = placeIn(lines, { directory: undefined });
      add({ kind: "build", package: current, subject: null, place, lines });
    } else if (line.trim() !== "") remarks.add(line);
  };
  return {
    line(line) {
      if (object === undefined && line !== "{" && line !== "{}") return text(line);
      object ??= [];
      size += line.length;
      if (size < MAX_OBJECT) object.push(line);
      if (line !== "}" && line !== "{}") return;
      for (const problem of findingsIn(object.join("\n"))) add(problem);
      object = undefined;
      size = 0;
    },
    end: () => ({ problems: [...found.values()], more, remarks: remarks.lines() }),
  };
}

/** None for what is not of the form. */
function findingsIn(json: string): readonly Problem[] {
  return entriesOf(parsed(json)).flatMap(([path, analyzers]) =>
    entriesOf(analyzers).flatMap(([analyzer, said]) =>
      asDiagnostics(said).map(({ place, message }): Problem => {
        const name = plainPath(path);
        return { kind: "vet", package: name, subject: analyzer, place, lines: message.split("\n") };
      }),
    ),
  );
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

function entriesOf(value: unknown): readonly [string, unknown][] {
  const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
  return isObject ? Object.entries(value) : [];
}

interface Diagnostic {
  readonly place: Place | null;
  readonly message: string;
}

/** A list of diagnostics, or `{"error": …}` where the analyzer broke. */
function asDiagnostics(said: unknown): readonly Diagnostic[] {
  if (!Array.isArray(said)) {
    return entriesOf(said).flatMap(([name, value]) =>
      name === "error" ? [{ place: null, message: `it failed: ${String(value)}` }] : [],
    );
  }
  return said.flatMap((one: unknown) => {
    const value = Object.fromEntries(entriesOf(one));
    if (typeof value.message !== "string") return [];
    return [{ place: placeOf(value.posn), message: value.message.slice(0, 4096) }];
  });
}

function placeOf(position: unknown): Place | null {
  if (typeof position !== "string") return null;
  const [, file, line] = /^(.+?):(\d{1,9})(?::\d{1,9})?$/.exec(position) ?? [];
  return file === undefined ? null : { file, line: Number(line) };
}
