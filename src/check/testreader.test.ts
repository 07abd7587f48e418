// Streams as go printed them: 1.26.8, and 1.21.13 for the text before Go 1.24.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { judgeTests } from "./judge.ts";
import { splitLines } from "./lines.ts";
import { exitOfStages } from "./stage.ts";
import { readTests } from "./testreader.ts";

type Event = Readonly<Record<string, unknown>>;

const directoryOf = (path: string) => path.replace("example.com/m", "/w");

function fold(events: readonly Event[], stderr: readonly string[] = [], timedOut = false) {
  const reader = readTests(directoryOf);
  for (const event of events) reader.stdout(JSON.stringify(event));
  for (const line of stderr) reader.stderr(line);
  return reader.end({ timedOut });
}

const P = "example.com/m/bad";
const event = (Action: string, Test?: string, Output?: string): Event => ({
  ...{ Action, Package: P },
  ...(Test === undefined ? {} : { Test }),
  ...(Output === undefined ? {} : { Output }),
});

test("a subtest that fails is one failure, at its file and line, and its parent none", () => {
  const { counts, problems, cases } = fold([
    event("start"),
    event("run", "TestB"),
    event("output", "TestB", "=== RUN   TestB\n"),
    event("run", "TestB/in/ner"),
    event("output", "TestB/in/ner", "    bad_test.go:5: want 3\n"),
    event("output", "TestB/in/ner", "--- FAIL: TestB/in/ner (0.00s)\n"),
    { ...event("fail", "TestB/in/ner"), Elapsed: 0.25 },
    event("output", "TestB", "--- FAIL: TestB (0.00s)\n"),
    event("fail", "TestB"),
    event("run", "TestOk"),
    event("pass", "TestOk"),
    event("run", "TestS"),
    event("skip", "TestS"),
    event("fail"),
  ]);
  const none = { untested: 0, unbuilt: 0 };
  assert.deepEqual(counts, { packages: 1, passed: 1, failed: 1, skipped: 1, ...none });
  assert.deepEqual(problems, [
    {
      ...{ kind: "test", package: P, subject: "TestB/in/ner" },
      place: { file: "/w/bad/bad_test.go", line: 5 },
      lines: ["    bad_test.go:5: want 3"],
    },
  ]);
  assert.deepEqual(cases[0], { package: P, test: "TestB/in/ner", verdict: "fail", seconds: 0.25 });
});

test("a parent that fails by itself too is told of", () => {
  const { problems } = fold([
    event("run", "TestB"),
    event("run", "TestB/x"),
    event("fail", "TestB/x"),
    event("output", "TestB", "    bad_test.go:9: and I\n"),
    event("fail", "TestB"),
    event("fail"),
  ]);
  assert.deepEqual(
    problems.map(({ subject }) => subject),
    ["TestB/x", "TestB"],
  );
});

test("a panic's place is its frame in the package, and the test that ran then has failed", () => {
  const { problems, counts } = fold([
    event("run", "TestP"),
    event("output", "TestP", "panic: boom\n"),
    event("output", "TestP", "\t/usr/local/go/src/runtime/panic.go:860 +0x13a\n"),
    event("output", "TestP", "\t/w/bad/bad_test.go:10 +0x28\n"),
    event("fail"),
  ]);
  assert.equal(counts.failed, 1);
  assert.deepEqual(problems[0]?.place, { file: "/w/bad/bad_test.go", line: 10 });
});

test("what does not build is no failed test, whichever Go says so", () => {
  const variant = `${P} [${P}.test]`;
  const text = "bad/b.go:2:23: undefined: x";
  const now = fold([
    { ImportPath: variant, Action: "build-output", Output: `# ${variant}\n` },
    { ImportPath: variant, Action: "build-output", Output: `${text}\n` },
    { ImportPath: variant, Action: "build-fail" },
    event("start"),
    event("output", undefined, `FAIL\t${P} [build failed]\n`),
    { ...event("fail"), FailedBuild: variant },
  ]);
  const older = fold(
    [event("start"), event("output", undefined, `FAIL\t${P} [build failed]\n`), event("fail")],
    [`# ${variant}`, text],
  );
  const reader = readTests(directoryOf);
  reader.stdout(`FAIL\t${P} [build failed]`);
  for (const line of [`# ${variant}`, text]) reader.stderr(line);
  const oldest = reader.end({ timedOut: false });
  const place = { file: "bad/b.go", line: 2 };
  for (const result of [now, older, oldest]) {
    assert.equal(result.counts.failed, 0);
    assert.equal(result.counts.unbuilt, 1);
    const expected = { kind: "build", package: P, subject: null, place, lines: [text] };
    assert.deepEqual(result.problems, [expected]);
  }
});

test("what still ran when time was up did not end", () => {
  const { problems } = fold([event("start"), event("run", "TestH")], [], true);
  assert.equal(problems[0]?.kind, "timeout");
  assert.equal(problems[0]?.subject, "TestH");
});

test("a status that no event explains is told with what go said; no packages is no pass", () => {
  const said = "go: go.mod requires go >= 1.99 (running go 1.26.8; GOTOOLCHAIN=local)";
  const failed = judgeTests(fold([], [said]), { code: 1, timedOut: false, ms: 1 });
  assert.equal(failed.verdict, "fail");
  assert.deepEqual(failed.problems[0]?.lines, [said]);
  const none = judgeTests(fold([]), { code: 0, timedOut: false, ms: 1 });
  assert.equal(none.verdict, "not-run");
  assert.equal(exitOfStages([none]), 3);
  assert.equal(exitOfStages([none, failed]), 1);
});

test("where there is no module nothing failed to build", () => {
  // go 1.22.6 and go 1.26.8 in an empty directory; go 1.15.
  for (const said of [
    "pattern ./...: directory prefix . does not contain main module or its selected dependencies",
    "go: cannot find main module, but found .git/config in /src",
  ]) {
    const none = judgeTests(fold([], [said]), { code: 1, timedOut: false, ms: 1 });
    assert.deepEqual([none.verdict, none.problems], ["not-run", []]);
    assert.equal(none.reason, `no packages to test: ${said}`);
  }
  const pattern = "pattern ./x: directory prefix x does not contain main module";
  const both = fold([], [pattern]);
  const problem = { kind: "build", package: P, subject: null, place: null, lines: ["x.go:1:1: y"] };
  const result = { ...both, problems: [problem] } as typeof both;
  assert.equal(judgeTests(result, { code: 1, timedOut: false, ms: 1 }).verdict, "fail");
});

test("output without end is held within its room", () => {
  const reader = readTests(directoryOf);
  reader.stdout(JSON.stringify(event("run", "TestLoud")));
  const line = JSON.stringify(event("output", "TestLoud", `${"x".repeat(4000)}\n`));
  for (let n = 0; n < 20_000; n++) reader.stdout(line);
  reader.stdout(JSON.stringify(event("output", "TestLoud", "the last word\n")));
  reader.stdout(JSON.stringify(event("fail", "TestLoud")));
  const [problem] = reader.end({ timedOut: false }).problems;
  assert.equal(problem?.lines.length, 81);
  assert.equal(problem?.lines.at(-1), "the last word");
  assert.ok(problem?.lines.every((one) => one.length <= 1024));
});

test("whatever is printed, the reader takes it and counts no more than there was", () => {
  const name = fc.constantFrom("", "A", "A/b", "A/b/c", "__proto__", "constructor");
  const action = fc.constantFrom("run", "output", "pass", "fail", "skip", "build-fail", "toString");
  const good = fc
    .record({ Action: action, Package: name, Test: name, Output: fc.string(), ImportPath: name })
    .map((one) => JSON.stringify(one));
  const line = fc.oneof(good, fc.json(), fc.string(), fc.constant("FAIL\tx [build failed]"));
  fc.assert(
    fc.property(fc.array(line, { maxLength: 60 }), fc.boolean(), (lines, timedOut) => {
      const reader = readTests(() => undefined);
      for (const one of lines) reader.stdout(one);
      for (const one of lines) reader.stderr(one);
      const { counts, cases } = reader.end({ timedOut });
      const { passed, failed, skipped } = counts;
      assert.ok(passed + failed + skipped <= lines.length);
      assert.equal(cases.length, passed + failed + skipped);
    }),
  );
});

test("lines come out the same however the bytes are cut, and long ones are cut", () => {
  const bytes = fc.uint8Array({ maxLength: 200 });
  const cuts = fc.array(fc.nat(200), { maxLength: 8 });
  fc.assert(
    fc.property(fc.array(bytes), cuts, (lines, at) => {
      const whole = Buffer.concat(lines.map((one) => Buffer.from([...one, 10])));
      const out: string[] = [];
      const reader = splitLines((one) => out.push(one));
      const places = [0, ...at.map((n) => n % (whole.length + 1)).sort((a, b) => a - b)];
      for (const [n, from] of places.entries()) reader.add(whole.subarray(from, places[n + 1]));
      reader.end();
      const expected = whole.toString("latin1").split("\n").slice(0, -1);
      const plain = expected.map((one) => Buffer.from(one, "latin1").toString().replace(/\r$/, ""));
      assert.deepEqual(out, plain);
    }),
  );
  const out: string[] = [];
  const reader = splitLines((one) => out.push(one), 4);
  reader.add(Buffer.from("123456\n12"));
  reader.end();
  assert.deepEqual(out, ["1234", "12"]);
});
