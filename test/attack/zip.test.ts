// Zips that are made to do harm, each with the very h1 that the log recorded:
// the log may be honest about a publisher who is not. With ranges, where the
// directory is read first, and without, where the zip comes in one piece.
import assert from "node:assert/strict";
import { lstat } from "node:fs/promises";
import { join } from "node:path";
import test from "node:test";
import { crc32, deflateRawSync } from "node:zlib";
import { installs, refused, treeOf, withArena } from "../support/arena.ts";
import { ignoreRange, ON } from "../support/lies.ts";
import { h1Of, type Published, publishEntries, zipEntries } from "../support/publish.ts";
import { moduleOf, toyToolchain } from "../support/toolchain.ts";
import { writeZip, type ZipFile, type ZipOptions } from "../support/zipwriter.ts";

const VERSION = "1.22.7";
const TOY = toyToolchain(VERSION);
const MODULE = moduleOf(TOY);
const HONEST = zipEntries(TOY);
const DATA = Buffer.from("evil\n");

/** The honest toolchain and these entries more. */
function plus(...entries: readonly Partial<ZipFile>[]): Published {
  const more = entries.map((entry) => ({ name: "", data: DATA, ...entry }));
  return publishEntries(MODULE, [...HONEST, ...more]);
}

/** The honest toolchain with the entry of that name changed. */
function altered(name: string, change: Partial<ZipFile>, options: ZipOptions = {}): Published {
  const files = HONEST.map((entry) =>
    entry.name === `${MODULE}/${name}` ? { ...entry, ...change } : entry,
  );
  return { module: MODULE, zip: Buffer.from(writeZip(files, options)), h1: h1Of(HONEST) };
}

const inside = (path: string) => ({ name: `${MODULE}/${path}` });
const bytes = (text: string) => Buffer.from(text, "latin1");

/** 300 MiB of zeros in 300 kB. */
const BOMB = deflateRawSync(Buffer.alloc(300 * 2 ** 20), { level: 9 });

const ATTACKS: readonly [what: string, make: () => Published, says: RegExp][] = [
  ["`..` in a name", () => plus(inside("../../../../tmp/evil")), /\.\.\/.*unclean|character/],
  ["`..` before the prefix", () => plus({ name: "../evil" }), /\.\.\/evil/],
  ["`.` in a name", () => plus(inside("src/./evil")), /src\/\.\/evil/],
  ["an empty element in a name", () => plus(inside("src//evil")), /src\/\/evil/],
  ["an absolute name", () => plus({ name: "/etc/evil" }), /\/etc\/evil/],
  ["an absolute name behind the prefix", () => plus(inside("/etc/evil")), /\/etc\/evil/],
  ["a backslash", () => plus(inside("..\\evil")), /evil/],
  ["a drive letter", () => plus(inside("C:/evil")), /C:\/evil/],
  ["a device of Windows", () => plus(inside("src/AUX.go")), /AUX\.go/],
  ["a newline", () => plus(inside(`src/a\n${"0".repeat(64)}  b`)), /src\/a/],
  ["an escape sequence", () => plus(inside("src/\u001b[2Jevil")), /evil/],
  ["a NUL", () => plus(inside("src/a\0b")), /src\/a/],
  ["no UTF-8", () => plus({ name: bytes(`${MODULE}/src/\xff\xfe`) }), /src\//],
  ["another module's prefix", () => plus({ name: "golang.org/x@v1.0.0/evil" }), /golang\.org\/x@/],
  ["a directory entry", () => plus({ ...inside("evil/"), data: "" }), /evil\//],
  ["a name twice", () => plus(inside("VERSION")), /VERSION/],
  ["names that differ in case", () => plus(inside("version")), /version/i],
  ["directories that differ in case", () => plus(inside("SRC/fmt/evil.go")), /SRC|src/],
  ["a file that is also a directory", () => plus(inside("VERSION/evil")), /VERSION/],
  ["a go.mod beside _go.mod", () => plus(inside("src/go.mod")), /go\.mod/],
  [
    "a symlink",
    () =>
      plus({
        ...inside("src/evil"),
        data: "/etc/passwd",
        externalAttributes: (0o120777 << 16) >>> 0,
      }),
    /src\/evil/,
  ],
  [
    "a device",
    () => plus({ ...inside("src/evil"), data: "", externalAttributes: (0o020666 << 16) >>> 0 }),
    /src\/evil/,
  ],
  ["an encrypted entry", () => plus({ ...inside("src/evil"), flags: 0x9 }), /src\/evil/],
  ["an unknown method", () => altered("VERSION", { method: 12 }), /VERSION/],
  ["a wrong CRC", () => altered("VERSION", { crc32: crc32(DATA) }), /VERSION/],
  ["a size too big", () => altered("VERSION", { size: 4096 }), /VERSION/],
  ["a size too small", () => altered("VERSION", { size: 3 }), /VERSION/],
  ["a packed size too big", () => altered("VERSION", { compressedSize: 2 ** 31 }), /VERSION/],
  ["a packed size too small", () => altered("VERSION", { compressedSize: 2 }), /VERSION/],
  ["a header elsewhere", () => altered("VERSION", { headerOffset: 0 }), /zip/],
  [
    "another name in the local header",
    () => altered("VERSION", { local: { name: `${MODULE}/src/evil` } }),
    /VERSION/,
  ],
  ["more entries than there are", () => altered("VERSION", {}, { entries: 60_000 }), /zip/],
  ["a directory beyond the end", () => altered("VERSION", {}, { directoryOffset: 2 ** 31 }), /zip/],
  ["a directory of 4 GiB", () => altered("VERSION", {}, { directorySize: 2 ** 32 - 2 }), /zip/],
  [
    "a bomb that says so",
    () => altered("VERSION", { packed: BOMB, size: 300 * 2 ** 20 }),
    /VERSION/,
  ],
  ["a bomb that says it is small", () => altered("VERSION", { packed: BOMB, size: 22 }), /VERSION/],
  ["a file that the directory hides", () => hidden(), /h1:|zip/],
];

/** The h1 counts a file that only a sequential reader would see. */
function hidden(): Published {
  const files = [...HONEST, { ...inside("src/evil.go"), data: DATA, listed: false }];
  return { module: MODULE, zip: Buffer.from(writeZip(files)), h1: h1Of(files) };
}

for (const [what, make, says] of ATTACKS) {
  for (const ranges of [true, false]) {
    test(`${what}, ${ranges ? "by ranges" : "in one piece"}`, async () => {
      await withArena(async (arena) => {
        arena.proxy.publish(make());
        if (!ranges) arena.proxy.lie(ignoreRange(ON.zip));
        await refused(arena, { code: 4, says }, ["install", VERSION]);
      });
    });
  }
}

test("one byte too many or too few after an honest zip's end is the same zip or none", async () => {
  const { zip, h1 } = publishEntries(MODULE, HONEST);
  await withArena(async (arena) => {
    arena.proxy.publish({ module: MODULE, h1, zip: zip.subarray(0, -1) });
    await refused(arena, { code: 4, says: /zip/ }, ["install", VERSION]);
  });
});

test("modes in the zip mean nothing: setuid and world-writable become 0444 and 0555", async () => {
  const files = HONEST.map((entry) => ({ ...entry, externalAttributes: (0o106777 << 16) >>> 0 }));
  await withArena(async (arena) => {
    arena.proxy.publish(publishEntries(MODULE, files));
    await installs(arena, VERSION);
    const tree = treeOf(arena.home, VERSION);
    const mode = async (name: string) => (await lstat(join(tree, name))).mode & 0o7777;
    assert.equal(await mode("bin/go"), 0o555);
    assert.equal(await mode("lib/wasm/go_js_wasm_exec"), 0o555);
    assert.equal(await mode("src/fmt/print.go"), 0o444);
    assert.equal(await mode("src"), 0o755);
  });
});

test("ZIP64 and sizes in local headers are as good as the rest", async () => {
  for (const options of [
    { zip64: true },
    { descriptor: false },
    { zip64: true, descriptor: false },
  ]) {
    await withArena(async (arena) => {
      const zip = Buffer.from(writeZip(HONEST, options));
      arena.proxy.publish({ module: MODULE, h1: h1Of(HONEST), zip });
      await installs(arena, VERSION);
    });
  }
});
