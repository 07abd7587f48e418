/**
 * A log under a TEST KEY with go1.22.6 and go1.22.5 among its records, and what
 * tests of the log's client ask of it.
 */
import assert from "node:assert/strict";
import { type ErrorCode, GosteadError } from "#model/error.ts";
import type { Release } from "#model/release.ts";
import { parseVersion } from "#model/version.ts";
import { prove } from "#sumdb/client.ts";
import { parseVerifierKey } from "#sumdb/note.ts";
import { type Log, makeLog } from "./log.ts";
import type { MemoryOps, Serve } from "./logops.ts";

export function releaseOf(version: string): Release {
  const parsed = parseVersion(version);
  assert.ok(parsed);
  return { version: parsed, platform: { os: "linux", arch: "amd64" } };
}

/** `golang.org/toolchain@v0.0.1-go1.22.6.linux-amd64`. */
export const moduleName = (version: string) =>
  `golang.org/toolchain@v0.0.1-go${version}.linux-amd64`;

/** Some h1, the same for the same seed. */
export const h1Of = (seed: string) => `h1:${Buffer.alloc(32, seed).toString("base64")}`;

/** A toolchain's record as the public log writes them. */
export function recordOf(version: string, h1 = h1Of(version)): string {
  const start = moduleName(version).replace("@", " ");
  return `${start} ${h1}\n${start}/go.mod ${h1Of("mod")}\n`;
}

/** A log with two toolchains after `before` records, `size` in all. */
export function makeToyLog(before: number, size: number): Log {
  const log = makeLog({ name: "sum.example", seed: "client" });
  log.fill(before);
  log.add(recordOf("1.22.6"));
  log.add(recordOf("1.22.5"));
  log.fill(size - log.size);
  return log;
}

/** Three levels of tiles; go1.22.6 is record 700. */
export const TOY = makeToyLog(700, 70_000);
export const TOY_KEY = parseVerifierKey(TOY.verifierKey);
export const LOOKUP = `/lookup/${moduleName("1.22.6")}`;

export const proveToy = (ops: MemoryOps, version = "1.22.6") =>
  prove(ops, TOY_KEY, releaseOf(version));

/** The error, which must be one of these and may be asked to read so. */
export async function refuses(
  run: Promise<unknown>,
  codes: readonly ErrorCode[],
  message?: RegExp,
): Promise<GosteadError> {
  const error = await run.then(
    () => assert.fail("it was accepted"),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof GosteadError, String(error));
  assert.ok(codes.includes(error.code), `${error.code}: ${error.message}`);
  if (message) assert.match(error.message, message);
  return error;
}

/** Nothing of a refused answer is kept. */
export function keptNothing(ops: MemoryOps): void {
  assert.equal(ops.head, "");
  assert.equal(ops.tiles.size, 0);
}

/** `serve` with another body where the path matches. */
export function lying(
  serve: Serve,
  on: RegExp,
  change: (body: Buffer) => Buffer | string | undefined,
): Serve {
  return (path) => {
    const body = serve(path);
    return body !== undefined && on.test(path) ? change(Buffer.from(body)) : body;
  };
}

/** One bit of the byte at `at` flipped: which one depends on the place. */
export function bend(body: Uint8Array, at: number): Buffer {
  const bent = Buffer.from(body);
  bent.writeUInt8(bent.readUInt8(at) ^ (1 << (at % 8)), at);
  return bent;
}
