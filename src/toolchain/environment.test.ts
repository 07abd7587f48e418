import assert from "node:assert/strict";
import { test } from "node:test";
import { parseVersion } from "#model/version.ts";
import { flagsWithoutBuildvcs, toolchainEnv } from "./environment.ts";

const ROOT = "/home/u/gostead/toolchains/go1.22.6.linux-amd64";

test("the toolchain's programs come first on PATH", () => {
  assert.equal(toolchainEnv({ PATH: "/usr/bin:/bin" }, ROOT).PATH, `${ROOT}/bin:/usr/bin:/bin`);
});

test("a PATH that is not set does not become the working directory", () => {
  assert.equal(toolchainEnv({}, ROOT).PATH, `${ROOT}/bin`);
  assert.equal(toolchainEnv({ PATH: "" }, ROOT).PATH, `${ROOT}/bin`);
  assert.equal(toolchainEnv({ PATH: ":/bin" }, ROOT).PATH, `${ROOT}/bin::/bin`, "the user's own");
});

test("an inherited GOROOT is dropped, everything else stays, the caller's object too", () => {
  const env = { GOROOT: "/usr/lib/go", GOFLAGS: "-v", HOME: "/home/u" };
  const child = toolchainEnv(env, ROOT);
  assert.equal(child.GOROOT, undefined);
  assert.deepEqual([child.GOFLAGS, child.HOME], ["-v", "/home/u"]);
  assert.equal(env.GOROOT, "/usr/lib/go");
});

test("GOTOOLCHAIN is local, unless the user chose a way and not a version", () => {
  for (const value of [undefined, "", "go1.22.6", "go1.22.6+auto", "go1"]) {
    assert.equal(toolchainEnv({ GOTOOLCHAIN: value }, ROOT).GOTOOLCHAIN, "local", value);
  }
  for (const value of ["auto", "path", "local", "local+auto", "local+path"]) {
    assert.equal(toolchainEnv({ GOTOOLCHAIN: value }, ROOT).GOTOOLCHAIN, value);
  }
});

test("-buildvcs is left out for a Go that does not know it, and nothing else is touched", () => {
  const flags = (version: string, goflags?: string) => {
    const parsed = parseVersion(version);
    assert.ok(parsed !== undefined);
    return flagsWithoutBuildvcs(goflags, parsed);
  };
  assert.equal(flags("1.16.15", "-buildvcs=false"), "");
  assert.equal(flags("1.17rc1", "-v  --buildvcs '-ldflags=-X a  b'"), "-v  '-ldflags=-X a  b'");
  assert.equal(flags("1.16.15", "-tags=x-buildvcs"), undefined);
  for (const version of ["1.18beta1", "1.18", "1.22.6"]) {
    assert.equal(flags(version, "-buildvcs=false"), undefined);
  }
  assert.equal(flags("1.16.15"), undefined);
});
