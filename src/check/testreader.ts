/**
 * Folds what `go test -json` prints into problems and counts, while it is printed and
 * within a fixed room. Before Go 1.24 what does not build stands on stderr, below
 * `# import/path`, and on stdout as plain `FAIL	import/path [build failed]`.
 *
 * Counted are tests without subtests: one that has some counts only when it failed by itself.
 */
import { type Builds, openBuilds } from "./builds.ts";
import { parseEvent, type TestEvent } from "./event.ts";
import type { Budget } from "./kept.ts";
import { type OpenPackage, openPackage } from "./openpackage.ts";
import { openTally, type Tally, type TestResult } from "./tally.ts";

export interface TestReader {
  stdout(line: string): void;
  stderr(line: string): void;
  /** Where the tests are now, for a line of progress. */
  progress(): string;
  end(how: { readonly timedOut: boolean }): TestResult;
}

const ROOM = 32 << 20;
const MAX_OPEN = 10_000;

/** `directoryOf` tells where a package lies, as far as that is known. */
export function readTests(directoryOf: (path: string) => string | undefined): TestReader {
  const budget: Budget = { left: ROOM };
  const open = new Map<string, OpenPackage>();
  const builds = openBuilds(budget);
  const tally = openTally();
  const packageOf = (path: string): OpenPackage => {
    const known = open.get(path);
    if (known !== undefined) return known;
    const made = openPackage({ path, directory: directoryOf(path), budget, tally });
    // A hostile stream names packages without end: those beyond are judged, not kept.
    if (open.size < MAX_OPEN) open.set(path, made);
    return made;
  };
  const onEvent = (event: TestEvent) => {
    if (event.action.startsWith("build-")) builds.event(event);
    else if (event.package === "") return;
    else if (event.test !== "" || !isEnd(event.action)) packageOf(event.package).event(event);
    else {
      endPackage(event, { of: packageOf(event.package), builds, tally });
      open.delete(event.package);
    }
  };
  return {
    stdout(line) {
      const event = parseEvent(line);
      if (event !== undefined) return onEvent(event);
      const [, path] = /^FAIL\t(\S+) \[(?:build|setup) failed\]$/.exec(line) ?? [];
      if (path !== undefined) unbuilt(path, { builds, tally });
    },
    stderr: (line) => builds.plain(line),
    progress: () => progressLine(tally, [...open.keys()].at(-1)),
    end({ timedOut }) {
      for (const one of open.values()) one.end(timedOut ? "timeout" : "failed");
      for (const problem of builds.problems()) tally.problem(problem);
      return { ...tally.result(), remarks: builds.remarks() };
    },
  };
}

function isEnd(action: string): boolean {
  return action === "pass" || action === "fail" || action === "skip";
}

interface Around {
  readonly builds: Builds;
  readonly tally: Tally;
}

function endPackage(event: TestEvent, { of, builds, tally }: Around & { of: OpenPackage }): void {
  if (event.action === "fail" && (event.failedBuild !== "" || of.didNotBuild())) {
    of.end("unbuilt");
    unbuilt(event.failedBuild || event.package, { builds, tally });
  } else {
    tally.count("packages");
    if (event.action === "skip") tally.count("untested");
    of.end(event.action === "fail" ? "failed" : "passed");
  }
}

function unbuilt(path: string, { builds, tally }: Around): void {
  tally.count("packages");
  tally.count("unbuilt");
  builds.fail(path);
}

function progressLine(tally: Tally, current: string | undefined): string {
  const { packages, passed, failed } = tally.result().counts;
  const now = current === undefined ? "" : `, ${current}`;
  return `${packages} packages, ${passed} passed, ${failed} failed${now}`;
}
