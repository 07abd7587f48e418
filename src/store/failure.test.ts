import assert from "node:assert/strict";
import { readdirSync, writeFileSync } from "node:fs";
import { test } from "node:test";
import { ERROR_CODES, GosteadError } from "#model/error.ts";
import { errorOfFailure, errorOfSystem, failureOf } from "./failure.ts";

/** What a real system call throws. */
function thrownBy(act: () => void): unknown {
  try {
    act();
  } catch (error) {
    return error;
  }
  return assert.fail("nothing was thrown");
}

const errno = (code: string) => Object.assign(new Error(`${code}: said so`), { code });

test("a full disk and a missing permission have codes and a fix; other faults of the disk are io", () => {
  for (const code of ["ENOSPC", "EDQUOT"])
    assert.equal(errorOfSystem(errno(code)).code, "no-space");
  for (const code of ["EACCES", "EPERM", "EROFS"]) {
    assert.equal(errorOfSystem(errno(code)).code, "no-permission");
  }
  assert.match(errorOfSystem(errno("ENOSPC")).fix ?? "", /gostead prune/);
  assert.equal(errorOfSystem(thrownBy(() => readdirSync("/no/such/place"))).code, "io");
  assert.match(errorOfSystem(thrownBy(() => writeFileSync("/", ""))).message, /EISDIR/);
});

test("what is no fault of the disk is one of ours", () => {
  assert.equal(errorOfSystem(thrownBy(() => JSON.parse("{"))).code, "internal");
  assert.equal(errorOfSystem(thrownBy(() => Buffer.alloc(-1))).code, "internal");
  assert.equal(errorOfSystem("thrown text").message, "thrown text");
});

test("an error crosses to the main thread and stays what it was", () => {
  for (const code of ERROR_CODES) {
    const sent = new GosteadError(code, "what went wrong", { fix: "what mends it" });
    const came = errorOfFailure(structuredClone(failureOf(sent)));
    assert.deepEqual([came.code, came.message, came.fix], [code, sent.message, sent.fix]);
  }
  const plain = errorOfFailure(structuredClone(failureOf(errno("EIO"))));
  assert.deepEqual([plain.code, plain.message, plain.fix], ["io", "EIO: said so", undefined]);
  assert.equal(errorOfFailure({ code: "no such code", message: "m" }).code, "internal");
});
