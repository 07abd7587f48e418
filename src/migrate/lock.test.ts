import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { readLock, VENDORING } from "./lock.ts";
import { faultOf } from "./modulepath.ts";

const REV = "645ef00459ed84a119197bfb8d8205042c6df63d";

test("dep: a release where it has one, else the revision", () => {
  const text = `# generated
[[projects]]
  branch = "master"
  name = "golang.org/x/net"
  packages = ["context"]
  revision = "${REV}"

[[projects]]
  digest = "1:x"
  name = "github.com/pkg/errors"
  revision = "0000000000"
  version = "v0.8.0"

[solve-meta]
  name = "not.a/project"
`;
  assert.deepEqual(readLock("Gopkg.lock", text), [
    { path: "github.com/pkg/errors", version: "v0.8.0" },
    { path: "golang.org/x/net", version: REV },
  ]);
});

test("glide, govendor, godep", () => {
  const glide = `hash: x\nimports:\n- name: github.com/a/b\n  version: ${REV}\n  subpackages:\n  - c\n- name: github.com/c/d\n  repo: https://e.example/d\n  version: ${REV}\n`;
  assert.deepEqual(
    readLock("glide.lock", glide).map(({ path }) => path),
    ["github.com/a/b", "github.com/c/d"],
  );
  const vendor = {
    package: [{ path: "github.com/a/b/c", revision: REV, versionExact: "v1.2.3" }, null, 7],
  };
  assert.deepEqual(readLock("vendor/vendor.json", JSON.stringify(vendor)), [
    { path: "github.com/a/b/c", version: "v1.2.3" },
  ]);
  const deps = { Deps: [{ ImportPath: "github.com/a/b", Comment: "v1.0-3-gabc", Rev: REV }] };
  assert.deepEqual(readLock("Godeps/Godeps.json", JSON.stringify(deps)), [
    { path: "github.com/a/b", version: REV },
  ]);
});

test("nothing that go get could take for a flag, a path or another query", () => {
  const bad = {
    Deps: ["-x", "a b.c/d", "https://a.b/c", "../x", "nohost"].map((path) => ({
      ImportPath: path,
      Rev: REV,
    })),
  };
  assert.deepEqual(readLock("Godeps/Godeps.json", JSON.stringify(bad)), []);
  const versions = ["latest", "master", "-x", "v1", ">=v1.0.0", ""].map((Rev) => ({
    ImportPath: "a.b/c",
    Rev,
  }));
  assert.deepEqual(readLock("Godeps/Godeps.json", JSON.stringify({ Deps: versions })), []);
});

test("whatever stands in the file, what comes out can be asked for", () => {
  const json = fc.json().map((text) => text.replaceAll('"', '"Deps"'));
  fc.assert(
    fc.property(
      fc.constantFrom(...VENDORING),
      fc.oneof(fc.string(), json, fc.json()),
      (name, text) => {
        for (const { path, version } of readLock(name, text)) {
          assert.equal(faultOf(path), undefined);
          assert.match(version, /^(v\d+\.\d+\.\d+[\w.-]*|[0-9a-f]{7,64})$/);
        }
      },
    ),
  );
});
