/**
 * What does not build, by import path: events since Go 1.24, before that text on
 * stderr. A header line begins each: `# example.com/m [example.com/m.test]`.
 */
import { plainPath, type TestEvent } from "./event.ts";
import { type Budget, type Kept, keepLines } from "./kept.ts";
import { placeIn } from "./place.ts";
import type { Problem } from "./stage.ts";

export interface Builds {
  event(event: TestEvent): void;
  /** A line of stderr. */
  plain(line: string): void;
  /** A package did not run because of this one. */
  fail(path: string): void;
  problems(): readonly Problem[];
  /** Text that belongs to no build. */
  remarks(): readonly string[];
}

const MAX_BUILDS = 2000;
const HEADER = /^# (\S.*)$/;

export function openBuilds(budget: Budget): Builds {
  const said = new Map<string, Kept>();
  const failed = new Set<string>();
  const remarks = keepLines(budget);
  let current: string | undefined;
  const add = (importPath: string, line: string) => {
    const path = plainPath(importPath);
    const kept = said.get(path) ?? keepLines(budget);
    if (said.size < MAX_BUILDS) said.set(path, kept);
    if (!HEADER.test(line)) kept.add(line);
  };
  return {
    event({ action, importPath, output }) {
      if (action === "build-output") add(importPath, output.replace(/\r?\n$/, ""));
      else if (action === "build-fail" && failed.size < MAX_BUILDS) {
        failed.add(plainPath(importPath));
      }
    },
    plain(line) {
      const [, header] = HEADER.exec(line) ?? [];
      if (header !== undefined) current = plainPath(header.replace(/^\[(.*)\]$/, "$1"));
      else if (current === undefined || /^go: /.test(line)) remarks.add(line);
      else add(current, line);
    },
    fail(path) {
      if (failed.size < MAX_BUILDS) failed.add(plainPath(path));
    },
    problems() {
      if (failed.size === 0) return [];
      const known = [...failed].filter((path) => said.has(path));
      // Old versions name the package that could not run, and what keeps it from building elsewhere.
      const paths = known.length > 0 ? known : said.size > 0 ? [...said.keys()] : [...failed];
      return paths.map((path) => {
        const lines = said.get(path)?.lines() ?? ["it does not build"];
        const place = placeIn(lines, { directory: undefined });
        return { kind: "build", package: path, subject: null, place, lines };
      });
    },
    remarks: () => remarks.lines(),
  };
}
