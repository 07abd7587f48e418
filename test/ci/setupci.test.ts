// What `setup ci gitlab` and `jenkins` write, run as their runners run it: a clean home, a shell that ends at the first
// error, an old go of the runner's own on PATH that must not be used instead.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test, { after } from "node:test";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";
import { ciFile } from "#setup/ci.ts";
import { networkEnv, reasonToSkip } from "../support/network.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const skip = reasonToSkip();

const place = mkdtempSync(join(tmpdir(), "gostead-setupci-"));
after(() => {
  spawnSync("chmod", ["-R", "u+w", place]);
  rmSync(place, { recursive: true });
});

interface Job {
  readonly before_script: readonly string[];
  readonly script: readonly string[];
}

/** GitLab's runner joins all lines for one bash; Jenkins gives the text between ''' to `sh -xe`. */
function commands(): Readonly<Record<string, readonly [string, ...string[]]>> {
  const { before_script, script } = (parse(ciFile("gitlab", undefined)) as { test: Job }).test;
  const [, steps = ""] = /'''\n([\s\S]*?)'''/.exec(ciFile("jenkins", undefined)) ?? [];
  assert.doesNotMatch(steps, /\\/, "Groovy would take it away");
  return {
    gitlab: ["bash", "-eo", "pipefail", "-c", [...before_script, ...script].join("\n")],
    jenkins: ["sh", "-xec", steps],
  };
}

/** A module whose test passes only with the Go that it pins; what the runner's own go was asked is written down. */
function project(name: string, version: string) {
  const cwd = join(place, name);
  mkdirSync(join(cwd, "own"), { recursive: true });
  const asked = join(cwd, "own/asked");
  writeFileSync(join(cwd, "own/go"), `#!/bin/sh\necho "$*" >>'${asked}'\n`);
  chmodSync(join(cwd, "own/go"), 0o755);
  writeFileSync(join(cwd, ".go-version"), `${version}\n`);
  writeFileSync(join(cwd, "go.mod"), "module x\n\ngo 1.21\n");
  writeFileSync(join(cwd, "x.go"), "package x\n");
  writeFileSync(join(cwd, "x_test.go"), TEST);
  return { cwd, asked };
}

const TEST = `package x

import (
	"runtime"
	"testing"
)

func TestGo(t *testing.T) {
	if runtime.Version() != "go1.22.6" {
		t.Fatal(runtime.Version())
	}
	t.Log("built by", runtime.Version())
}
`;

function run(
  name: string,
  cwd: string,
  more: Readonly<Record<string, string>> = { GOSTEAD: ROOT },
) {
  const [command, ...args] = commands()[name] ?? [""];
  const HOME = join(place, "home");
  mkdirSync(HOME, { recursive: true });
  const PATH = `${join(cwd, "own")}:/usr/local/bin:/usr/bin:/bin`;
  const env = { HOME, PATH, ...networkEnv(), GOFLAGS: "-mod=mod", ...more };
  return spawnSync(command, args, { cwd, env, encoding: "utf8" });
}

for (const name of ["gitlab", "jenkins"]) {
  test(`${name}: the pinned Go builds and tests`, { skip }, () => {
    const { cwd, asked } = project(name, "1.22.6");
    const ran = run(name, cwd);
    assert.equal(ran.status, 0, ran.stderr);
    assert.match(ran.stdout, /^ok {2}\tx\t/m);
    assert.equal(existsSync(asked), false);
  });

  test(`${name}: a version that cannot be had ends the job before the runner's own go is asked`, {
    skip,
  }, () => {
    const { cwd, asked } = project(`${name}-unknown`, "1.99");
    const ran = run(name, cwd);
    assert.equal(ran.status, 2, ran.stderr);
    assert.equal(existsSync(asked), false);
  });

  test(`${name}: without GOSTEAD the job ends and says what it lacks`, () => {
    const { cwd, asked } = project(`${name}-nowhere`, "1.22.6");
    const ran = run(name, cwd, {});
    assert.notEqual(ran.status, 0);
    assert.match(ran.stderr, /GOSTEAD: must name a checkout of gostead/);
    assert.equal(existsSync(asked), false);
  });
}
