/** openZip of src/source against the honest double, which a test makes lie. */
import assert from "node:assert/strict";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { type ErrorCode, GosteadError } from "#model/error.ts";
import { toolchainModule } from "#model/module.ts";
import { openZip, type ToolchainZip } from "#source/zip.ts";
import type { Lie } from "./goproxy.ts";
import { openWorks, releaseOf } from "./works.ts";

/** A proxy with one zip of about 3 MB, and a way to open it. */
export async function opened(t: TestContext, lies: readonly Lie[] = []) {
  const works = await openWorks(t, ["1.22.6"]);
  const spool = join(works.outside, "spool.zip");
  const told: [number, number][] = [];
  const abort = new AbortController();
  for (const lie of lies) works.proxy.lie(lie);
  const open = (route = works.engine.route()) =>
    openZip(route, {
      module: toolchainModule(releaseOf("1.22.6")),
      spool,
      onBytes: (count, total) => void told.push([count, total]),
      signal: abort.signal,
    });
  const ranges = () => works.proxy.requests.map(({ headers }) => headers.range);
  return { ...works, whole: works.proxy.zip("1.22.6"), open, spool, told, abort, ranges };
}

export async function bytesOf(zip: ToolchainZip, start: number, end: number): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of zip.read(start, end)) parts.push(part);
  return Buffer.concat(parts);
}

/** For assert.rejects: an error of this code, in these words. */
export const code =
  (wanted: ErrorCode, words = /./) =>
  (error: unknown) => {
    assert.ok(error instanceof GosteadError, String(error));
    assert.equal(error.code, wanted, error.message);
    assert.match(error.message, words);
    return true;
  };
