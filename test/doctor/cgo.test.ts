// `gostead doctor cgo` with the machine's own go on modules of a few lines: what it says is what a build
// does then; nothing is fetched, no go.mod changed.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import test from "node:test";
import { writeBigModule } from "../support/bigmodule.ts";
import { type Home, runGostead, withHome } from "../support/home.ts";
import { mismatches } from "../support/schema.ts";

const [goroot = "", cache = ""] =
  spawnSync("go", ["env", "GOROOT", "GOCACHE"]).stdout?.toString().trim().split("\n") ?? [];
const SCHEMA = new URL("../../docs/reference/schema/doctor-compare.json", import.meta.url);
const skip = goroot === "" ? "no go" : false;

type Files = Readonly<Record<string, string>>;
type Env = Readonly<Record<string, string>>;

interface Report {
  readonly findings: readonly {
    readonly code: string;
    readonly severity: string;
    readonly evidence: readonly { readonly text: string }[];
  }[];
  readonly checks: readonly { readonly code: string; readonly reason: string | null }[];
}

const MODULE = "module example.com/m\n\ngo 1.21\n";
const WITH_C = 'package c\n\n// int one(void) { return 1; }\nimport "C"\n\nvar One = C.one()\n';
const HASH = `h1:${"A".repeat(43)}=`;
const MAIN = 'package main\n\nimport _ "example.com/m/c"\n\nfunc main() {}\n';

/** Files below the working directory. */
function write(home: Home, files: Files): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(home.user, name)), { recursive: true });
    writeFileSync(join(home.user, name), text);
  }
}

function envOf(home: Home, env: Env): Env {
  return { PATH: `${home.user}/bin:${goroot}/bin:/usr/bin:/bin`, GOCACHE: cache, ...env };
}

async function doctor(home: Home, env: Env = {}, words: readonly string[] = []) {
  const args = ["doctor", "cgo", ...words, "--json", "--timeout=20"];
  const ran = await runGostead(args, { home, env: envOf(home, env), cwd: home.user });
  const report = JSON.parse(ran.stdout) as Report;
  const of = (code: string) => report.findings.find((one) => one.code === code);
  const reason = report.checks.find(({ code }) => code === "cgo-needed")?.reason ?? "";
  return { code: ran.code, of, reason };
}

/** Whether go itself builds it then. */
function builds(home: Home, env: Env): boolean {
  const all = { ...envOf(home, env), HOME: home.user, GOTOOLCHAIN: "local", GOFLAGS: "" };
  return spawnSync("go", ["build", "./..."], { cwd: home.user, env: all }).status === 0;
}

test("a package that is nothing without C: an error where go does not build it", {
  skip,
}, async () => {
  await withHome(async (home) => {
    write(home, { "go.mod": MODULE, "c/c.go": WITH_C, "main.go": MAIN });
    const off = await doctor(home, { CGO_ENABLED: "0" });
    assert.equal(off.of("cgo-needed")?.severity, "error");
    assert.equal(builds(home, { CGO_ENABLED: "0" }), false);
    const imported = await doctor(home, { CGO_ENABLED: "1" }, ["."]);
    assert.equal(imported.of("cgo-needed")?.severity, "info");
    assert.match(
      imported.of("cgo-needed")?.evidence[0]?.text ?? "",
      /^imported: example.com\/m\/c$/,
    );
  });
});

test("one with a form of its own: a warning, and go builds it", { skip }, async () => {
  await withHome(async (home) => {
    const pure = "//go:build !cgo\n\npackage c\n\nvar One = 1\n";
    write(home, { "go.mod": MODULE, "c/c.go": WITH_C, "c/pure.go": pure, "main.go": MAIN });
    const off = await doctor(home, { CGO_ENABLED: "0" });
    assert.equal(off.of("cgo-needed")?.severity, "warning");
    assert.equal(builds(home, { CGO_ENABLED: "0" }), true);
  });
});

test("tags and GOOS count, test files do not", { skip }, async () => {
  await withHome(async (home) => {
    write(home, {
      "go.mod": MODULE,
      "c/c.go": `//go:build sqlite\n\n${WITH_C}`,
      "c/doc.go": "package c\n",
      "c/c_test.go": 'package c\n\nimport _ "plugin"\n',
      "main.go": MAIN,
    });
    const found = async (env: Env) => (await doctor(home, env)).of("cgo-needed") !== undefined;
    assert.equal(await found({}), false);
    assert.equal(await found({ GOFLAGS: "-tags=sqlite" }), true);
    write(home, { "c/c.go": `//go:build windows\n\n${WITH_C}` });
    assert.equal(await found({}), false);
    assert.equal(await found({ GOOS: "windows" }), true);
  });
});

test("a module that is not here: unknown, and nobody was asked for it", { skip }, async () => {
  await withHome(async (home) => {
    const gomod = `${MODULE}\nrequire git.invalid/x.git v1.0.0\n`;
    const git = `#!/bin/sh\necho "$@" >> ${home.user}/asked\nexit 1\n`;
    write(home, {
      "go.mod": gomod,
      "go.sum": ["", "/go.mod"].map((file) => `git.invalid/x.git v1.0.0${file} ${HASH}\n`).join(""),
      "main.go": 'package main\n\nimport _ "git.invalid/x.git"\n\nfunc main() {}\n',
      "bin/git": git,
    });
    spawnSync("chmod", ["755", join(home.user, "bin/git")]);
    // What is private go fetches from its host itself, whatever GOPROXY says.
    const env = { GOPRIVATE: "*", GOPROXY: "direct", GOVCS: "*:all", GOFLAGS: "-mod=mod" };
    const { code, reason } = await doctor(home, env);
    assert.equal(code, 3);
    assert.match(reason, /git\.invalid\/x/);
    assert.equal(existsSync(join(home.user, "asked")), false);
  });
});

test("a go.mod that -mod=mod would change stays as it is", { skip }, async () => {
  await withHome(async (home) => {
    const gomod = `${MODULE}\nreplace example.com/r => ./r\n`;
    write(home, {
      "go.mod": gomod,
      "main.go": 'package main\n\nimport _ "example.com/r"\n\nfunc main() {}\n',
      "r/go.mod": "module example.com/r\n\ngo 1.21\n",
      "r/r.go": "package r\n",
    });
    assert.equal((await doctor(home, { GOFLAGS: "-mod=mod" })).code, 3);
    assert.equal(readFileSync(join(home.user, "go.mod"), "utf8"), gomod);
  });
});

test("a go.mod for a newer go, a vendor directory that is missing, a syntax error: unknown", {
  skip,
}, async () => {
  const cases: readonly (readonly [Files, Env, RegExp])[] = [
    [{ "go.mod": "module example.com/m\n\ngo 1.999\n" }, {}, /requires go >= 1\.999/],
    [{ "go.mod": MODULE }, { GOFLAGS: "-mod=nonsense" }, /-mod/],
    [{ "go.mod": "modul x\n" }, {}, /go\.mod/],
    [{ "go.mod": MODULE, "c/c.go": "packag c\n" }, {}, /expected 'package'/],
    [{ "go.mod": MODULE, "go.work": "go 1.21\n\nuse ./nowhere\n" }, {}, /nowhere/],
  ];
  for (const [files, env, wanted] of cases) {
    await withHome(async (home) => {
      write(home, { "main.go": "package main\n\nfunc main() {}\n", ...files });
      const { code, reason } = await doctor(home, env);
      assert.equal(code, 3, reason);
      assert.match(reason, wanted);
    });
  }
});

test("vendor and go.work are read as go reads them", { skip }, async () => {
  await withHome(async (home) => {
    write(home, {
      "go.mod": `${MODULE}\nrequire example.com/v v1.0.0\n`,
      "main.go": 'package main\n\nimport _ "example.com/v"\n\nfunc main() {}\n',
      "vendor/modules.txt": "# example.com/v v1.0.0\n## explicit\nexample.com/v\n",
      "vendor/example.com/v/v.go": WITH_C,
    });
    const vendored = await doctor(home, { GOFLAGS: "-mod=vendor" });
    assert.match(vendored.of("cgo-needed")?.evidence[0]?.text ?? "", /^imported: example.com\/v$/);
  });
  await withHome(async (home) => {
    write(home, {
      "go.work": "go 1.21\n\nuse (\n\t./a\n\t./b\n)\n",
      "a/go.mod": "module example.com/a\n\ngo 1.21\n",
      "a/a.go": 'package a\n\nimport _ "example.com/b"\n',
      "b/go.mod": "module example.com/b\n\ngo 1.21\n",
      "b/b.go": WITH_C,
    });
    const { of } = await doctor(home, {}, ["./a/..."]);
    assert.match(of("cgo-needed")?.evidence[0]?.text ?? "", /^imported: example.com\/b$/);
  });
});

test("of two hundred packages each that imports C is found", { skip }, async () => {
  await withHome(async (home) => {
    const withC = writeBigModule(home.user, 200);
    const args = ["facts", "cgo", "--json"];
    const ran = await runGostead(args, { home, env: envOf(home, {}), cwd: home.user });
    const { cgo } = JSON.parse(ran.stdout) as {
      cgo: { value: { users: readonly { path: string; from: string }[] } };
    };
    const named = cgo.value.users.filter(({ from }) => from === "named");
    assert.equal(named.length, withC);
    for (const { path } of named) {
      const file = join(home.user, path.replace("example.com/big/", ""), "c.go");
      assert.match(readFileSync(file, "utf8"), /import "C"/);
    }
  });
});

test("time zones and certificates: said of a program that lacks them, not of one that carries them", {
  skip,
}, async () => {
  await withHome(async (home) => {
    const body =
      '_, err := time.LoadLocation("Europe/Berlin")\n\tif err != nil {\n\t\tpanic(err)\n\t}';
    write(home, {
      "go.mod": MODULE,
      "main.go": `package main\n\nimport "time"\n\nfunc main() {\n\t${body}\n}\n`,
    });
    const env = { ...envOf(home, { CGO_ENABLED: "0" }), HOME: home.user };
    const said = async (...flags: string[]) => {
      const build = ["build", "-ldflags=-s -w", ...flags, "-o", "app", "."];
      assert.equal(spawnSync("go", build, { cwd: home.user, env }).status, 0);
      const args = ["doctor", "binary", "app", "--run-in-empty-root", "x", "--json"];
      const only = ["--only", "binary-wants-files"];
      const ran = await runGostead([...args, ...only], { home, cwd: home.user });
      return (JSON.parse(ran.stdout) as Report).findings.map(({ evidence }) => evidence[0]?.text);
    };
    assert.deepEqual(await said(), ["it calls time.LoadLocation, and carries no time zones"]);
    assert.deepEqual(await said("-tags=timetzdata"), []);
  });
});

test("--compare says of both builds what their files say", { skip }, async () => {
  await withHome(async (home) => {
    const body = '_, _ = net.LookupHost("localhost")';
    write(home, {
      "go.mod": MODULE,
      "main.go": `package main\n\nimport "net"\n\nfunc main() {\n\t${body}\n}\n`,
      "c/c.go": WITH_C,
      "cmd/main.go": MAIN,
    });
    const compare = async (...words: string[]) => {
      const args = ["doctor", "cgo", "--compare", ...words, "--json"];
      const ran = await runGostead(args, { home, env: envOf(home, {}), cwd: home.user });
      assert.equal(ran.code, 0, ran.stderr);
      const said = JSON.parse(ran.stdout) as { builds: readonly Record<string, unknown>[] };
      assert.deepEqual(mismatches(said, SCHEMA), []);
      return said.builds;
    };
    const [, off] = await compare();
    const app = join(home.user, "app");
    const env = { ...envOf(home, { CGO_ENABLED: "0" }), HOME: home.user };
    assert.equal(spawnSync("go", ["build", "-o", app, "."], { cwd: home.user, env }).status, 0);
    assert.equal(off?.bytes, statSync(app).size);
    assert.deepEqual([off?.linking, off?.libraries, off?.failure], ["static", [], null]);
    const [, broken] = await compare("./cmd");
    assert.match(String(broken?.failure), /build constraints exclude all Go files/);
    // The copies are gone.
    assert.deepEqual(readdirSync(home.tmp), []);
  });
});
