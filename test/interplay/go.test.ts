// What breaks with other ways of switching, with real toolchains: an older default Go
// and a project that asks for a newer one. Where there is a control, it shows the break.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import test, { after, before } from "node:test";
import { environment, type Home, runGostead, withHome } from "../support/home.ts";
import { networkEnv, reasonToSkip } from "../support/network.ts";
import { treeOf } from "../support/tree.ts";

const OLD = "1.24.6";
const NEW = "1.25.3";
const skip = reasonToSkip();

let home: Home;
let finish = () => {};
let ended: Promise<void>;

before(async () => {
  if (skip) return;
  await new Promise<void>((ready, fail) => {
    ended = withHome(async (one) => {
      home = one;
      await setUp().then(ready, fail);
      await new Promise<void>((end) => {
        finish = end;
      });
    });
  });
});

after(async () => {
  finish();
  await ended;
});

async function setUp(): Promise<void> {
  const env = networkEnv();
  for (const args of [
    ["install", OLD, NEW],
    ["default", OLD],
    ["activate", "--write-shims"],
  ]) {
    const ran = await runGostead(args, { home, env });
    assert.equal(ran.code, 0, ran.stderr);
  }
}

/** A directory with these files. */
function project(name: string, files: Readonly<Record<string, string>>): string {
  const directory = join(home.user, name);
  mkdirSync(directory, { recursive: true });
  for (const [file, text] of Object.entries(files)) writeFileSync(join(directory, file), text);
  return directory;
}

function run(cwd: string, script: string, env: Readonly<Record<string, string>> = {}) {
  const base = { ...environment(home), ...networkEnv() };
  const PATH = `${join(home.gostead, "shims")}:/usr/bin:/bin`;
  return spawnSync("bash", ["-c", script], {
    cwd,
    env: { ...base, PATH, ...env },
    encoding: "utf8",
  });
}

/** golang/go#75031: no test files, so that `go test -cover` needs a tool that is not in the zip. */
const UNTESTED = {
  "go.mod": `module example.com/x\n\ngo ${NEW}\n`,
  "x.go": "package x\n\nfunc One() int { return 1 }\n",
};

test("go test -cover of a package without tests, newer than the default", { skip }, () => {
  const cwd = project("cover", UNTESTED);
  const ran = run(cwd, "go version && go test -cover ./...");
  assert.equal(ran.status, 0, ran.stderr);
  assert.match(ran.stdout, / go1\.25\.3 .*\n.*coverage: 0\.0% of statements\n$/s);
});

test("the control: the same across Go's own switch has no covdata", { skip }, () => {
  const cwd = project("control", UNTESTED);
  const env = { PATH: `${join(treeOf(home, OLD), "bin")}:/usr/bin:/bin`, GOTOOLCHAIN: "auto" };
  const ran = run(cwd, "go version && go test -cover ./...", env);
  assert.match(ran.stdout, / go1\.25\.3 /);
  assert.equal(ran.status, 1);
  assert.match(ran.stderr, /no such tool "covdata"/);
});

test("a module cache that Go filled is adopted, and Go goes on using it", { skip }, async () => {
  const cache = join(home.user, `go/pkg/mod/golang.org/toolchain@v0.0.1-go${NEW}.linux-amd64`);
  assert.match(readFileSync(join(cache, "VERSION"), "utf8"), /^go1\.25\.3\n/);
  const other = { ...home, gostead: join(home.root, "other") };
  const ran = await runGostead(["adopt", cache], { home: other, env: networkEnv() });
  assert.equal(ran.code, 0, ran.stderr);
  assert.match(ran.stdout, /^go1\.25\.3 proven: record \d+, \d{4,} files copied, 0 shared, /);
  const verified = await runGostead(["verify", NEW], { home: other });
  assert.equal(verified.code, 0, verified.stderr);
  const env = { PATH: `${join(treeOf(home, OLD), "bin")}:/usr/bin:/bin`, GOPROXY: "off" };
  const still = run(home.user, `GOTOOLCHAIN=go${NEW} go version`, env);
  assert.match(still.stdout, / go1\.25\.3 /, still.stderr);
});

test("an exported GOROOT of another version breaks a plain go, and not ours", { skip }, () => {
  const cwd = project("goroot", { ...UNTESTED, ".go-version": `${NEW}\n` });
  const GOROOT = treeOf(home, OLD);
  const ran = run(cwd, "go build -a -o /dev/null . && go env GOROOT", { GOROOT });
  assert.equal(ran.status, 0, ran.stderr);
  assert.equal(ran.stdout.trim(), treeOf(home, NEW));
  const plain = join(treeOf(home, NEW), "bin/go");
  const control = run(cwd, `${plain} build -a -o /dev/null .`, { GOROOT, GOTOOLCHAIN: "local" });
  assert.notEqual(control.status, 0);
  assert.match(control.stderr, /does not match go tool version/);
});

test("programs that go starts see the same Go: go generate, go run, go test", { skip }, () => {
  const cwd = project("children", {
    "go.mod": "module example.com/y\n\ngo 1.24\n",
    ".go-version": `${NEW}\n`,
    "main.go":
      'package main\n\nimport ("fmt"; "os/exec")\n\n//go:generate go version\nfunc main() { out, err := exec.Command("go", "version").Output(); fmt.Print(string(out), err, "\\n") }\n',
  });
  const ran = run(cwd, "go generate && go run .");
  assert.equal(ran.status, 0, ran.stderr);
  assert.deepEqual(ran.stdout.match(/go\d\S*/g), ["go1.25.3", "go1.25.3"]);
});

// golang/vscode-go: "Switching Go version when process.env["GOROOT"] is set is unsupported".
test("VS Code's rule: no way of ours leaves GOROOT in the environment", { skip }, () => {
  const cwd = project("code", { ".go-version": `${NEW}\n` });
  const gostead = `${process.execPath} ${join(process.cwd(), "dist/main.js")}`;
  const ways = {
    hook: `eval "$(${gostead} activate bash)"; eval "\${PROMPT_COMMAND[0]}"`,
    use: `eval "$(${gostead} use ${OLD})"`,
    env: `eval "$(${gostead} env)"`,
  };
  for (const [way, script] of Object.entries(ways)) {
    const ran = run(cwd, `${script}; printf 'GOROOT=%s\\n' "\${GOROOT-unset}"; go version`);
    const version = way === "use" ? OLD : NEW;
    assert.match(ran.stdout, new RegExp(`^GOROOT=unset\ngo version go${version} `), ran.stderr);
  }
});
