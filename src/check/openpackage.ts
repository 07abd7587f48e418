/** A package whose tests run: what each open test has printed, until it ends. */
import type { TestEvent } from "./event.ts";
import { type Budget, type Kept, keepLines } from "./kept.ts";
import { placeIn } from "./place.ts";
import type { Tally } from "./tally.ts";

export interface OpenPackage {
  event(event: TestEvent): void;
  /** True once it said `[build failed]` or `[setup failed]`. */
  didNotBuild(): boolean;
  /** `unbuilt`: it never ran. `timeout`: all was killed. */
  end(how: "passed" | "failed" | "unbuilt" | "timeout"): void;
}

interface Options {
  readonly path: string;
  readonly directory: string | undefined;
  readonly budget: Budget;
  readonly tally: Tally;
}

interface OpenTest {
  readonly kept: Kept;
  hasSubtests: boolean;
  hasFailedSubtest: boolean;
}

const MAX_TESTS = 100_000;
const NO_BUILD = /^FAIL\t.* \[(?:build|setup) failed\]$/;

export function openPackage({ path, directory, budget, tally }: Options): OpenPackage {
  const tests = new Map<string, OpenTest>();
  const own = keepLines(budget);
  let problems = 0;
  let noBuild = false;
  const problem = (kind: "test" | "package" | "timeout", subject: string | null, kept: Kept) => {
    const said = kept.lines().filter((line) => !isFrame(line));
    const lines = said.length > 0 ? said : kept.lines();
    tally.problem({ kind, package: path, subject, place: placeIn(lines, { directory }), lines });
    problems++;
  };
  const run = (name: string) => {
    if (tests.size >= MAX_TESTS) return;
    const parent = parentOf(name, tests);
    if (parent !== undefined) parent.hasSubtests = true;
    tests.set(name, { kept: keepLines(budget), hasSubtests: false, hasFailedSubtest: false });
  };
  const finish = ({ test: name, action, seconds }: TestEvent) => {
    const test = tests.get(name);
    tests.delete(name);
    const failed = action === "fail";
    const parent = parentOf(name, tests);
    if (failed && parent !== undefined) parent.hasFailedSubtest = true;
    if (test === undefined || !test.hasSubtests || (failed && !isBySubtest(test))) {
      tally.count(COUNTED[action] ?? "passed");
      tally.case({ package: path, test: name, verdict: verdictOf(action), seconds });
      if (failed) problem("test", name, test?.kept ?? own);
    }
    test?.kept.free();
  };
  const free = () => {
    for (const { kept } of tests.values()) kept.free();
    tests.clear();
    own.free();
  };
  const close = (kind: "test" | "timeout") => {
    for (const [name, { kept, hasSubtests }] of tests) {
      if (!hasSubtests) {
        tally.count("failed");
        tally.case({ package: path, test: name, verdict: "fail", seconds: 0 });
        problem(kind, name, kept);
      }
    }
  };
  return {
    event(event) {
      const { action, test, output } = event;
      if (action === "run") run(test);
      else if (action === "output") {
        const line = output.replace(/\r?\n$/, "");
        if (test === "" && NO_BUILD.test(line)) noBuild = true;
        (tests.get(test)?.kept ?? own).add(line);
      } else if (Object.hasOwn(COUNTED, action)) finish(event);
    },
    didNotBuild: () => noBuild,
    end(how) {
      // What panics, is killed or runs out of time takes along the tests that ran then: they have no end of their own.
      if (how === "failed") close("test");
      if (how === "timeout") close("timeout");
      if (how === "failed" && problems === 0) problem("package", null, own);
      if (how === "timeout" && problems === 0) problem("timeout", null, own);
      free();
    },
  };
}

const COUNTED: Readonly<Record<string, "passed" | "failed" | "skipped">> = {
  pass: "passed",
  fail: "failed",
  skip: "skipped",
};

function verdictOf(action: string): "pass" | "fail" | "skip" {
  return action === "fail" || action === "skip" ? action : "pass";
}

/** A subtest's own name may hold a slash: the nearest test that is open is its parent. */
function parentOf(name: string, tests: ReadonlyMap<string, OpenTest>): OpenTest | undefined {
  for (let at = name.lastIndexOf("/"); at > 0; at = name.lastIndexOf("/", at - 1)) {
    const found = tests.get(name.slice(0, at));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** True when nothing but a subtest made it fail: it says nothing itself. */
function isBySubtest({ kept, hasFailedSubtest }: OpenTest): boolean {
  return hasFailedSubtest && kept.lines().every(isFrame);
}

/** `=== RUN   TestA`, `--- FAIL: TestA (0.00s)`: what the testing package adds. */
function isFrame(line: string): boolean {
  return /^\s*(?:=== (?:RUN|PAUSE|CONT|NAME) |--- (?:PASS|FAIL|SKIP): )/.test(line);
}
