/**
 * A real toolchain's zip, seen through its last bytes: one range request to the
 * machine's own GOPROXY. Skipped by name where that cannot be reached.
 */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { zipUrl } from "#goproxy/endpoints.ts";
import { spans } from "#goproxy/layout.ts";
import { readDirectory } from "#goproxy/zip.ts";
import { checkEntries } from "#goproxy/zipcheck.ts";
import { findEnd } from "#goproxy/zipend.ts";
import { openHttp } from "#host/fetch.ts";
import { GosteadError } from "#model/error.ts";
import { TOOLCHAIN_PATH } from "#model/module.ts";
import { parseProxyList } from "#model/proxylist.ts";

const MODULE = { path: TOOLCHAIN_PATH, version: "v0.0.1-go1.22.6.linux-amd64" };
const TAIL = 1_400_000;

interface Tail {
  readonly bytes: Uint8Array;
  readonly total: number;
}

/** The zip's last bytes, or why they cannot be had. */
async function realTail(): Promise<Tail | string> {
  const { stdout, status } = spawnSync("go", ["env", "GOPROXY"], { encoding: "utf8" });
  if (status !== 0) return "go is not installed";
  const hop = parseProxyList(stdout.trim()).find((one) => one.kind === "proxy");
  if (hop === undefined) return "GOPROXY names no proxy";
  const http = openHttp(process.env);
  try {
    const answer = await http.get({ url: zipUrl(hop.url, MODULE), range: { suffix: TAIL } });
    if (answer.status !== 206 || answer.range === undefined) return "GOPROXY has no such range";
    return { bytes: await answer.bytes(TAIL), total: answer.range.total };
  } catch (error) {
    if (!(error instanceof GosteadError) || error.code !== "no-network") throw error;
    return "GOPROXY cannot be reached";
  } finally {
    await http.close();
  }
}

const tail = await realTail();

test("go1.22.6 as published", { skip: typeof tail === "string" && tail }, () => {
  assert.ok(typeof tail !== "string");
  const end = findEnd(tail.bytes, tail.total);
  assert.ok(end.kind === "end");
  const { directoryOffset } = end;
  const entries = checkEntries(readDirectory(tail.bytes, end), {
    prefix: `${MODULE.path}@${MODULE.version}/`,
    directoryOffset,
  });
  const sizes = new Map(entries.map(({ name, size }) => [name, size]));
  assert.equal(entries.length, 9547);
  assert.equal(sizes.get("bin/go"), 12_684_733);
  assert.equal(
    entries.reduce((sum, { size }) => sum + size, 0),
    206_321_183,
  );
  assert.deepEqual(spans(entries, { gap: 0 }), [{ start: 0, end: directoryOffset, entries }]);
});
