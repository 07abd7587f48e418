import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import fc from "fast-check";
import { GosteadError } from "#model/error.ts";
import { formatPlatform } from "#model/platform.ts";
import { releaseName } from "#model/release.ts";
import { parseToolchainList } from "./versions.ts";

const REAL = readFileSync(new URL("../../test/data/goproxy/toolchain-list.txt", import.meta.url));

const names = (text: string | Uint8Array) => parseToolchainList(Buffer.from(text)).map(releaseName);

test("a real proxy's list is read whole", () => {
  const releases = parseToolchainList(REAL);
  const platforms = releases.map(({ platform }) => formatPlatform(platform));
  const count = (wanted: string) => platforms.filter((one) => one === wanted).length;
  assert.equal(releases.length, 151);
  assert.equal(count("linux-amd64"), 93);
  assert.equal(count("linux-arm64"), 19);
  assert.equal(count("windows-amd64"), 3);
  assert.ok(releases.some((one) => releaseName(one) === "go1.26rc1.linux-amd64"));
});

test("times, blank lines, CRLF and repeats do not disturb", () => {
  const text =
    "v0.0.1-go1.22.6.linux-amd64 2024-08-06T16:00:00Z\r\n\r\n  v0.0.1-go1.20.linux-amd64\n";
  assert.deepEqual(names(text + text), ["go1.22.6.linux-amd64", "go1.20.linux-amd64"]);
});

test("lines that name no toolchain are passed over", () => {
  const text =
    "v1.2.3\nv0.0.1-go1.22.6.linux-amd64\nv0.0.1-go../x.linux-amd64\nv0.0.1-go1.8.5rc5.linux-amd64\n";
  assert.deepEqual(names(text), ["go1.22.6.linux-amd64"]);
});

test("an empty list is a list", () => {
  assert.deepEqual(names(""), []);
  assert.deepEqual(names("\n\n"), []);
});

test("a login page, a message, and too much are no list", () => {
  const pages = ["<!DOCTYPE html>", "\n <html>", "\ufeff<html>", "please log in\n", '{"error": 1}'];
  for (const text of pages) assert.throws(() => names(text), { code: "bad-answer" }, text);
  const long = Buffer.alloc(4 * 1024 * 1024 + 1, "v0.0.1-go1.22.6.linux-amd64\n");
  assert.throws(() => parseToolchainList(long), { code: "bad-answer" });
  assert.equal(parseToolchainList(long.subarray(0, -1)).length, 1);
});

test("a damaged list is a shorter list or a GosteadError", () => {
  const damaged = fc
    .tuple(fc.nat(REAL.length - 1), fc.nat(255), fc.nat(REAL.length))
    .map(([at, byte, end]) => {
      const bytes = Buffer.from(REAL);
      bytes[at] = byte;
      return bytes.subarray(0, end);
    });
  fc.assert(
    fc.property(fc.oneof(damaged, fc.uint8Array({ maxLength: 500 })), (bytes) => {
      try {
        assert.ok(parseToolchainList(bytes).length <= 151);
      } catch (error) {
        assert.ok(error instanceof GosteadError, String(error));
        assert.equal(error.code, "bad-answer");
      }
    }),
  );
});
