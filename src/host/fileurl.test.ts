import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { tempDirectory } from "../../test/support/loopback.ts";
import { openHttp } from "./fetch.ts";

const CONTENT = Buffer.from(Array.from({ length: 100_000 }, (_, at) => at % 251));

test("file: URLs answer like a server", async (t) => {
  const root = tempDirectory(t);
  writeFileSync(join(root, "a file%"), CONTENT);
  writeFileSync(join(root, "empty"), "");
  const http = openHttp({ GOENV: "off" });
  const url = (name: string) => pathToFileURL(join(root, name)).href;
  const whole = await http.get({ url: url("a file%") });
  assert.equal(whole.status, 200);
  assert.deepEqual(Buffer.from(await whole.bytes(1e6)), CONTENT);
  const part = await http.get({ url: url("a file%"), range: { start: 5, end: 9 } });
  assert.deepEqual(part.range, { start: 5, end: 9, total: CONTENT.length });
  assert.deepEqual(Buffer.from(await part.bytes(4)), CONTENT.subarray(5, 9));
  const tail = await http.get({ url: url("a file%"), range: { suffix: 3 } });
  assert.deepEqual(Buffer.from(await tail.bytes(3)), CONTENT.subarray(-3));
  assert.equal(await (await http.get({ url: url("empty") })).text(10), "");
  const status = async (name: string, start?: number) =>
    (await http.get({ url: url(name), ...(start && { range: { start, end: start + 1 } }) })).status;
  assert.equal(await status("absent"), 404);
  assert.equal(await status("empty/below"), 404);
  assert.equal(await status("."), 404);
  assert.equal(await status("empty", 5), 416);
  assert.equal(http.count().requests, 8);
});
