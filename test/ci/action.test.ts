// action.yml and its script, as a runner starts them: a clean home, the files of
// GitHub's protocol, a real Go from the proxy, then a next step that sees what the
// first one left. What a runner itself does with an action is done here by hand.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test, { after } from "node:test";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const SCRIPT = join(ROOT, "scripts/ci/setup.sh");
const GOPROXY = spawnSync("go", ["env", "GOPROXY"], { encoding: "utf8" }).stdout.trim();

const place = mkdtempSync(join(tmpdir(), "gostead-ci-"));
after(() => {
  spawnSync("chmod", ["-R", "u+w", place]);
  rmSync(place, { recursive: true });
});

interface Action {
  readonly inputs: Record<string, unknown>;
  readonly outputs: Record<string, { readonly value: string }>;
  readonly runs: {
    readonly using: string;
    readonly steps: readonly {
      readonly id: string;
      readonly shell: string;
      readonly run: string;
      readonly env: Record<string, string>;
    }[];
  };
}

const action = parse(readFileSync(join(ROOT, "action.yml"), "utf8")) as Action;
const [step] = action.runs.steps;

/** A job on a runner that keeps its tool directory; `inputs` are those of action.yml. */
function job(name: string, files: Readonly<Record<string, string>> = {}) {
  const cwd = join(place, name);
  mkdirSync(cwd);
  for (const [file, text] of Object.entries(files)) writeFileSync(join(cwd, file), text);
  const protocol = Object.fromEntries(
    ["PATH", "ENV", "OUTPUT"].map((one) => [`GITHUB_${one}`, join(cwd, `github-${one}`)]),
  );
  for (const file of Object.values(protocol)) writeFileSync(file, "");
  const base = {
    HOME: join(place, "user"),
    RUNNER_TOOL_CACHE: join(place, "tools"),
    PATH: "/usr/local/bin:/usr/bin:/bin",
    GOPROXY,
    ...protocol,
  };
  const run = (inputs: Readonly<Record<string, string>>, more: Record<string, string> = {}) => {
    const env = Object.entries(step?.env ?? {}).map(([variable, expression]) => {
      const [, input = ""] = /^\$\{\{ inputs\.([a-z-]+) \}\}$/.exec(expression) ?? [];
      assert.ok(input in action.inputs, `${variable} is of no input`);
      return [variable, inputs[input] ?? ""];
    });
    const given = { ...base, ...Object.fromEntries(env), GITHUB_ACTION_PATH: ROOT, ...more };
    return spawnSync("sh", ["-ec", step?.run ?? ""], { cwd, env: given, encoding: "utf8" });
  };
  const said = (file: string) => readFileSync(join(cwd, `github-${file}`), "utf8");
  return { cwd, base, run, said };
}

/** What the next step's shell sees: lines of GITHUB_PATH come before PATH, the last first. */
function nextStep({ cwd, base, said }: ReturnType<typeof job>, script: string) {
  const paths = said("PATH").trim().split("\n").reverse();
  const env = Object.fromEntries(
    said("ENV")
      .trim()
      .split("\n")
      .map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]),
  );
  const PATH = [...paths, base.PATH].join(":");
  return spawnSync("bash", ["-ec", script], {
    cwd,
    env: { ...base, ...env, PATH },
    encoding: "utf8",
  });
}

test("a clean runner: gostead is built, the module's Go is proven, the next step has it", () => {
  const one = job("first", { "go.mod": "module x\n\ngo 1.22.5\n\ntoolchain go1.22.6\n" });
  mkdirSync(one.base.HOME);
  const ran = one.run({ "go-version-file": "go.mod" });
  assert.equal(ran.status, 0, ran.stderr);
  assert.match(ran.stderr, /^go1\.22\.6 proven: record 28865909, /m);
  assert.match(ran.stderr, /^\S+\/bin\/go -> \S+\/bin\/go\ngo version go1\.22\.6 /m);
  assert.match(one.said("OUTPUT"), /^go-version=1\.22\.6\ngo-path=\/.*\/bin\/go\n$/);
  // By the table that ships with gostead: 1.22 has ended, and its last release has faults.
  assert.match(ran.stdout, /^::warning .*1\.22 is out of support since 1\.24/m);
  assert.match(ran.stdout, /^::warning .*advisories/m);
  const next = nextStep(one, "go version; go env GOTOOLCHAIN; gostead where 1.22.6; command -v go");
  assert.equal(next.status, 0, next.stderr);
  const [version, mode, root, path] = next.stdout.trim().split("\n");
  assert.match(version ?? "", / go1\.22\.6 /);
  assert.equal(mode, "local");
  assert.equal(path, `${root}/bin/go`);
});

test("a kept runner: another version, by its word, beside the first", () => {
  const one = job("second");
  const ran = one.run({ "go-version": "1.22.5", "go-version-file": "not read" });
  assert.equal(ran.status, 0, ran.stderr);
  assert.doesNotMatch(ran.stderr, /Building/);
  assert.match(nextStep(one, "go version").stdout, / go1\.22\.5 /);
});

test("the file that is named speaks, and no other; a leftover GOROOT does not count", () => {
  const files = { ".go-version": "1.22.5\n", ".tool-versions": "golang 1.22.6\n" };
  const one = job("file", files);
  const ran = one.run({ "go-version-file": ".go-version" }, { GOROOT: "/nowhere" });
  assert.equal(ran.status, 0, ran.stderr);
  assert.match(one.said("OUTPUT"), /^go-version=1\.22\.5$/m);
});

test("elsewhere than on GitHub the lines for a shell are printed", () => {
  const one = job("shell", { ".go-version": "1.22.6\n" });
  const env = { ...one.base, GITHUB_PATH: "", GITHUB_ENV: "", GOSTEAD_ROOT: ROOT };
  const script =
    'eval "$(sh "$GOSTEAD_ROOT/scripts/ci/setup.sh")"; go version; echo "$GOTOOLCHAIN"';
  const ran = spawnSync("dash", ["-ec", script], { cwd: one.cwd, env, encoding: "utf8" });
  assert.match(ran.stdout, /^go version go1\.22\.6 .*\nlocal\n$/, ran.stderr);
  assert.match(ran.stderr, /\[go-out-of-support\]/);
});

const wrong: readonly [string, Record<string, string>, number, RegExp][] = [
  ["an unknown version", { "go-version": "1.99" }, 2, /no known Go release/],
  ["a word that is none", { "go-version": "1.22\nEVIL=1" }, 2, /names no version/],
  ["an option", { "go-version": "--force" }, 2, /names no version/],
  ["a path", { "go-version": "../../x" }, 2, /names no version/],
  ["a file that is not there", { "go-version-file": "none" }, 2, /not there: none/],
];
for (const [what, inputs, code, message] of wrong) {
  test(`${what}: exit ${code}, and the next step gets nothing`, () => {
    const one = job(what.replaceAll(" ", "-"));
    const ran = one.run(inputs);
    assert.equal(ran.status, code, ran.stderr);
    assert.match(ran.stderr, message);
    assert.deepEqual(["PATH", "ENV", "OUTPUT"].map(one.said), ["", "", ""]);
  });
}

test("a proxy that is not there: exit 3", () => {
  const one = job("offline");
  const ran = one.run({ "go-version": "1.23.1" }, { GOPROXY: "http://127.0.0.1:9" });
  assert.equal(ran.status, 3, ran.stderr);
  assert.equal(one.said("PATH"), "");
});

test("outputs name the step's own, and the matcher reads what go vet says", () => {
  for (const { value } of Object.values(action.outputs)) {
    const [, id, output = ""] = /^\$\{\{ steps\.(\w+)\.outputs\.([a-z-]+) \}\}$/.exec(value) ?? [];
    assert.equal(id, step?.id);
    assert.match(readFileSync(SCRIPT, "utf8"), new RegExp(`"${output}=`));
  }
  const { problemMatcher } = JSON.parse(
    readFileSync(join(ROOT, "scripts/ci/go-matcher.json"), "utf8"),
  ) as { problemMatcher: [{ pattern: [{ regexp: string }] }] };
  const one = job("vet", {
    "go.mod": "module x\n\ngo 1.22\n",
    "x.go": "package x\n\nfunc f() { x := 1 }\n",
  });
  const go = join(place, "tools/gostead/toolchains");
  assert.ok(existsSync(go));
  const root = spawnSync(join(place, "tools/gostead/bin/gostead"), ["where", "1.22.6"], {
    env: { ...one.base, GOSTEAD_HOME: join(place, "tools/gostead") },
    encoding: "utf8",
  }).stdout.trim();
  const vet = spawnSync(join(root, "bin/go"), ["vet", "."], {
    cwd: one.cwd,
    env: { ...one.base, GOTOOLCHAIN: "local" },
    encoding: "utf8",
  });
  const matcher = new RegExp(problemMatcher[0].pattern[0].regexp);
  const found = vet.stderr.split("\n").map((line) => matcher.exec(line)?.slice(1, 4));
  assert.deepEqual(found.filter(Boolean), [["x.go", "3", "12"]], vet.stderr);
});
