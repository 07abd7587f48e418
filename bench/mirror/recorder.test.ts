import assert from "node:assert/strict";
import { test } from "node:test";
import { plainPath } from "./recorder.ts";

test("only plain paths below the proxy become file names", () => {
  const module = "golang.org/toolchain/@v/v0.0.1-go1.22.5.linux-amd64.zip";
  assert.equal(plainPath(`/goproxy/${module}`), module);
  assert.equal(plainPath("/goproxy/sumdb/l/tile/8/0/x001.p/7"), "sumdb/l/tile/8/0/x001.p/7");
  for (const bad of ["/dl/x", "/goproxy/", "/goproxy/../x", "/goproxy/a/..", "/goproxy/a//b"])
    assert.equal(plainPath(bad), undefined, bad);
  for (const bad of ["/goproxy/a/", "/goproxy/%2e%2e/x", "/goproxy/a?b=c", "/goproxy/./a"])
    assert.equal(plainPath(bad), undefined, bad);
});
