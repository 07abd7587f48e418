// Versions by bytes: VERSION files as releases had them, and what linkers wrote.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import fc from "fast-check";
import { linkedBy, parseVersionFile } from "./version.ts";

test("the first line of VERSION", () => {
  assert.equal(parseVersionFile("go1.22.6\ntime 2024-08-06T00:00:00Z\n"), "go1.22.6");
  assert.equal(parseVersionFile("go1.19.8"), "go1.19.8");
  assert.equal(parseVersionFile("go1.21rc2\r\n"), "go1.21rc2");
  assert.equal(parseVersionFile("go1.20.4 X:boringcrypto\n"), "go1.20.4");
  assert.equal(parseVersionFile("devel go1.23-abc"), null);
  assert.equal(parseVersionFile(""), null);
});

test("a real compiler names the Go that linked it, as go version does", () => {
  const [root = "", tools = ""] = execFileSync("go", ["env", "GOROOT", "GOTOOLDIR"], {
    encoding: "utf8",
  }).split("\n");
  const compiler = join(tools, "compile");
  const said = execFileSync(join(root, "bin", "go"), ["version", compiler], { encoding: "utf8" });
  assert.equal(linkedBy(readFileSync(compiler)), said.trim().split(": ")[1]);
});

test("bytes that are no program tell nothing, and nothing fails", () => {
  const magic = Buffer.from("\xff Go buildinf:", "latin1");
  assert.equal(linkedBy(Buffer.concat([magic, Buffer.from([8, 2])])), null);
  assert.equal(linkedBy(Buffer.concat([Buffer.alloc(1), magic, Buffer.alloc(64, 2)])), null);
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
      linkedBy(Buffer.concat([magic, Buffer.from(bytes)]));
    }),
  );
});
