// `gostead check` with the machine's own go on modules of a few lines.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { type Home, runGostead, withHome } from "../support/home.ts";
import { mismatches } from "../support/schema.ts";

const SCHEMA = new URL("../../docs/reference/schema/check.json", import.meta.url);
const goroot = spawnSync("go", ["env", "GOROOT"]).stdout?.toString().trim() ?? "";
const skip = goroot === "" ? "no go" : false;
/** Filled already: an empty one costs each test a minute for the standard library. */
const GOCACHE = spawnSync("go", ["env", "GOCACHE"]).stdout?.toString().trim() ?? "";
const ran = spawnSync("go", ["env", "GOVERSION"]).stdout?.toString().trim() ?? "";

const MODULE = { "go.mod": "module example.com/app\n\ngo 1.21\n" };
const TEST = 'package app\n\nimport "testing"\n\n';
const GOOD = {
  ...MODULE,
  "a.go": "package app\n",
  "a_test.go": `${TEST}func TestA(t *testing.T) {}\n`,
};

const XSD = fileURLToPath(new URL("../data/reports/junit.xsd", import.meta.url));

function noXmllint(): string | false {
  return spawnSync("xmllint", ["--version"]).status === 0 ? false : "no xmllint";
}

type Files = Readonly<Record<string, string>>;

interface Stage {
  readonly name: string;
  readonly verdict: string;
  readonly reason: string;
  readonly counts: Readonly<Record<string, number>>;
  readonly problems: readonly {
    readonly kind: string;
    readonly subject: string | null;
    readonly place: { readonly file: string; readonly line: number } | null;
  }[];
}

async function check(home: Home, files: Files, ...args: string[]) {
  const cwd = join(home.user, "app");
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(cwd, name)), { recursive: true });
    await writeFile(join(cwd, name), text);
  }
  const PATH = `${join(goroot, "bin")}:/usr/bin:/bin`;
  const env = { PATH, GOTOOLCHAIN: "local", GOPROXY: "off", GOFLAGS: "", GOCACHE };
  const result = await runGostead(["check", "--json", ...args], { home, env, cwd });
  const said = JSON.parse(result.stdout) as {
    go: { ran: string; started: string };
    stages: readonly [Stage, Stage, Stage];
  };
  assert.deepEqual(mismatches(said, SCHEMA), []);
  assert.equal(said.go.ran, ran);
  const verdicts = said.stages.map(({ name, verdict }) => `${name} ${verdict}`);
  return { code: result.code, verdicts, stages: said.stages, cwd };
}

test("all three pass", { skip }, () =>
  withHome(async (home) => {
    const { code, verdicts, stages } = await check(home, GOOD);
    assert.deepEqual(verdicts, ["version pass", "test pass", "vet pass"]);
    assert.equal(stages[1].counts.passed, 1);
    assert.equal(code, 0);
  }),
);

test("one failing test: exit 1, stage test, vet not run", { skip }, () =>
  withHome(async (home) => {
    const failing = `${TEST}func TestB(t *testing.T) {\n\tt.Run("in", func(t *testing.T) { t.Error("\\x1b[31mno") })\n}\n`;
    const { code, verdicts, stages, cwd } = await check(home, { ...GOOD, "b_test.go": failing });
    assert.deepEqual(verdicts, ["version pass", "test fail", "vet not-run"]);
    const [problem] = stages[1].problems;
    assert.equal(problem?.kind, "test");
    assert.equal(problem?.subject, "TestB/in");
    assert.deepEqual(problem?.place, { file: join(cwd, "b_test.go"), line: 6 });
    assert.equal(stages[1].counts.failed, 1);
    assert.equal(code, 1);
  }),
);

test("a minimum that no Go has yet: exit 1 at stage version, and nothing else ran", { skip }, () =>
  withHome(async (home) => {
    const { code, verdicts } = await check(home, GOOD, "--min", "1.999");
    assert.deepEqual(verdicts, ["version fail", "test not-run", "vet not-run"]);
    assert.equal(code, 1);
  }),
);

test("a go line newer than every Go here: exit 3", { skip }, () =>
  withHome(async (home) => {
    const files = { ...GOOD, "go.mod": "module example.com/app\n\ngo 1.999\n" };
    const { code, verdicts } = await check(home, files);
    assert.deepEqual(verdicts, ["version fail", "test not-run", "vet not-run"]);
    assert.equal(code, 3);
  }),
);

test("what does not build is no failed test", { skip }, () =>
  withHome(async (home) => {
    const { code, stages } = await check(home, { ...GOOD, "b.go": "package app\n\nvar X = y\n" });
    const [, tests] = stages;
    assert.equal(tests.verdict, "fail");
    assert.equal(tests.counts.failed, 0);
    assert.equal(tests.counts.unbuilt, 1);
    assert.deepEqual(
      tests.problems.map(({ kind, place }) => [kind, place?.line]),
      [["build", 3]],
    );
    assert.equal(code, 1);
  }),
);

test("vet's finding is vet's, though go test would have told it too", { skip }, () =>
  withHome(async (home) => {
    const bad = 'package app\n\nimport "fmt"\n\nfunc F() { fmt.Printf("%d", "s") }\n';
    const { code, verdicts, stages, cwd } = await check(home, { ...GOOD, "b.go": bad });
    assert.deepEqual(verdicts, ["version pass", "test pass", "vet fail"]);
    const [problem] = stages[2].problems;
    assert.equal(problem?.subject, "printf");
    assert.deepEqual(problem?.place, { file: join(cwd, "b.go"), line: 5 });
    assert.equal(code, 1);
  }),
);

test("a test that hangs is ended with all its processes, and named", { skip }, () =>
  withHome(async (home) => {
    const hang = `package app\n\nimport (\n\t"os/exec"\n\t"testing"\n)\n\nfunc TestH(t *testing.T) { exec.Command("sleep", "4242").Run() }\n`;
    const { code, stages } = await check(home, { ...GOOD, "b_test.go": hang }, "--timeout", "15");
    const [problem] = stages[1].problems;
    assert.equal(problem?.kind, "timeout");
    assert.equal(problem?.subject, "TestH");
    assert.equal(code, 1);
    assert.equal(spawnSync("pgrep", ["-f", "^sleep 4242$"]).stdout.toString(), "");
  }),
);

test("no packages is no pass", { skip }, () =>
  withHome(async (home) => {
    const { code, verdicts } = await check(home, MODULE);
    assert.deepEqual(verdicts.slice(0, 2), ["version pass", "test not-run"]);
    assert.equal(code, 3);
  }),
);

test("no module is no failed build", { skip }, () =>
  withHome(async (home) => {
    const { code, stages, verdicts } = await check(home, { "a.txt": "" });
    assert.deepEqual(verdicts.slice(0, 2), ["version pass", "test not-run"]);
    assert.match(stages[1].reason, /^no packages to test: .*main module/);
    assert.equal(code, 3);
  }),
);

test("a flood of output is cut, and the verdict stays", { skip }, () =>
  withHome(async (home) => {
    const flood = `package app\n\nimport (\n\t"fmt"\n\t"testing"\n)\n\nfunc TestF(t *testing.T) {\n\tfor i := 0; i < 300000; i++ {\n\t\tfmt.Println("line", i)\n\t}\n\tt.Fatal("at last")\n}\n`;
    const { code, stages } = await check(home, { ...GOOD, "b_test.go": flood });
    assert.equal(code, 1);
    assert.equal(stages[1].problems.length, 1);
    assert.equal(stages[1].counts.passed, 1);
    assert.equal(stages[1].problems[0]?.place?.line, 12);
  }),
);

test("JUnit: cases by name, valid by the schema", { skip: skip || noXmllint() }, () =>
  withHome(async (home) => {
    const files = {
      ...GOOD,
      "b_test.go": `${TEST}func TestB(t *testing.T) { t.Error("<&\\x1b\\x00]]>") }\n`,
      "c/c.go": "package c\n\nvar X = y\n",
    };
    const { code, cwd } = await check(home, files, "--junit", "out.xml");
    assert.equal(code, 1);
    const out = join(cwd, "out.xml");
    const lint = spawnSync("xmllint", ["--noout", "--schema", XSD, out]);
    assert.equal(lint.status, 0, lint.stderr.toString());
    const told = (path: string) =>
      spawnSync("xmllint", ["--xpath", `string(${path})`, out])
        .stdout.toString()
        .trim();
    assert.equal(told("count(//testcase[@name='TestB']/failure)"), "1");
    assert.equal(told("count(//testcase[@name='TestA']/*)"), "0");
    assert.equal(told("count(//testsuite[@name='example.com/app/c']/testcase/error)"), "1");
    assert.equal(told("count(//testsuite[@name='vet']/testcase/skipped)"), "1");
  }),
);
