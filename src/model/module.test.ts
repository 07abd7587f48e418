import assert from "node:assert/strict";
import { test } from "node:test";
import { escapeModule, releaseOfModuleVersion, toolchainModule } from "./module.ts";
import { type Release, releaseName, sameRelease } from "./release.ts";
import { parseVersion } from "./version.ts";

function release(version: string, os = "linux", arch = "amd64"): Release {
  const parsed = parseVersion(version);
  assert.ok(parsed);
  return { version: parsed, platform: { os, arch } };
}

test("a release has its module, and the module its release", () => {
  for (const version of ["1.22.6", "1.26rc1", "1.20", "1.23.4-custom.1"]) {
    const given = release(version, "darwin", "arm64");
    const module = toolchainModule(given);
    assert.equal(module.path, "golang.org/toolchain");
    assert.equal(module.version, `v0.0.1-go${version}.darwin-arm64`);
    assert.deepEqual(releaseOfModuleVersion(module.version), given);
    assert.equal(releaseName(given), `go${version}.darwin-arm64`);
  }
});

test("other module versions name no release", () => {
  const versions = [
    "v0.0.1",
    "v0.0.1-go1.22.6",
    "v0.0.2-go1.22.6.linux-amd64",
    "v0.0.1-go.linux-amd64",
  ];
  const worse = [
    "v0.0.1-go1.22.6.linux",
    "v0.0.1-go../../x.linux-amd64",
    "v0.0.1-go1.22.6.LINUX-amd64",
  ];
  const worst = ["v0.0.1-go1.22.6.linux-amd64\n", "v0.0.1-go1.22.6.linux-amd64/..", ""];
  for (const text of [...versions, ...worse, ...worst]) {
    assert.equal(releaseOfModuleVersion(text), undefined, text);
  }
});

test("a release is its version and its platform", () => {
  assert.equal(sameRelease(release("1.22.6"), release("1.22.6")), true);
  assert.equal(sameRelease(release("1.22.6"), release("1.22.5")), false);
  assert.equal(sameRelease(release("1.22.6"), release("1.22.6", "linux", "arm64")), false);
});

test("upper case is escaped", () => {
  assert.equal(escapeModule("github.com/Azure/azure-SDK"), "github.com/!azure/azure-!s!d!k");
});
