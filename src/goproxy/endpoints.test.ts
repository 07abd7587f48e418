import assert from "node:assert/strict";
import { test } from "node:test";
import { infoUrl, listUrl, modUrl, sumdbUrl, zipUrl } from "./endpoints.ts";

const MODULE = { path: "golang.org/toolchain", version: "v0.0.1-go1.22.6.linux-amd64" };

test("the protocol's URLs lie below the base, with or without its slash", () => {
  assert.equal(
    listUrl("https://a.example/", MODULE.path),
    "https://a.example/golang.org/toolchain/@v/list",
  );
  const version = "https://a.example/go/golang.org/toolchain/@v/v0.0.1-go1.22.6.linux-amd64";
  assert.equal(infoUrl("https://a.example/go", MODULE), `${version}.info`);
  assert.equal(modUrl("https://a.example/go/", MODULE), `${version}.mod`);
  assert.equal(zipUrl("https://a.example/go", MODULE), `${version}.zip`);
});

test("upper case is escaped in path and version", () => {
  const module = { path: "github.com/BurntSushi/toml", version: "v1.0.0-RC1" };
  assert.equal(
    zipUrl("https://a.example", module),
    "https://a.example/github.com/!burnt!sushi/toml/@v/v1.0.0-!r!c1.zip",
  );
});

test("a log behind a proxy is asked in its own words", () => {
  const url = (path: string) => sumdbUrl("https://a.example/", "sum.example.org", path);
  assert.equal(url("supported"), "https://a.example/sumdb/sum.example.org/supported");
  assert.equal(url("/latest"), "https://a.example/sumdb/sum.example.org/latest");
  assert.equal(
    url("/tile/8/0/x001/234.p/5"),
    "https://a.example/sumdb/sum.example.org/tile/8/0/x001/234.p/5",
  );
  assert.equal(
    url("/lookup/github.com/!burnt!sushi/toml@v1.0.0+incompatible"),
    "https://a.example/sumdb/sum.example.org/lookup/github.com/!burnt!sushi/toml@v1.0.0+incompatible",
  );
  assert.equal(url(""), "https://a.example/sumdb/sum.example.org");
  assert.equal(
    sumdbUrl("file:///srv", "log.example/x", "latest"),
    "file:///srv/sumdb/log.example/x/latest",
  );
});

test("nothing climbs, ends or changes the URL", () => {
  const names = [
    "..",
    "a/../b",
    "./a",
    "a//b",
    "/a",
    "a/",
    "",
    "a?b",
    "a#b",
    "a%2e",
    "a b",
    "a\n",
    "a\\b",
  ];
  for (const name of [...names, "a!b", "a@b", "ä"]) {
    assert.throws(() => listUrl("https://a.example", name), { code: "usage" }, name);
    assert.throws(
      () => zipUrl("https://a.example", { path: "a.b", version: name }),
      { code: "usage" },
      name,
    );
  }
  for (const name of names) {
    assert.throws(() => sumdbUrl("https://a.example", name, "latest"), { code: "usage" }, name);
  }
  for (const path of ["../x", "a/../../x", "//x", "a?b", "a#b", "a%2f", "a b"]) {
    assert.throws(() => sumdbUrl("https://a.example", "log", path), { code: "usage" }, path);
  }
});
