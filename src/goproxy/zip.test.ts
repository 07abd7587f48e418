import assert from "node:assert/strict";
import { test } from "node:test";
import { crc32, inflateRawSync } from "node:zlib";
import { writeZip, type ZipFile, type ZipOptions } from "../../test/support/zipwriter.ts";
import type { ZipEntry } from "./entry.ts";
import { dataOffset, readDirectory } from "./zip.ts";
import { checkEntries } from "./zipcheck.ts";
import { findEnd } from "./zipend.ts";

const PREFIX = "m@v/";

function directoryOf(zip: Uint8Array) {
  const end = findEnd(zip, zip.length);
  assert.equal(end.kind, "end");
  return { end, entries: readDirectory(zip, end) };
}

function read(files: readonly ZipFile[], options: ZipOptions = {}): ZipEntry[] {
  return directoryOf(writeZip(files, options)).entries;
}

/** What our reader unpacks, by name. */
function contents(zip: Uint8Array): Map<string, string> {
  const { end, entries } = directoryOf(zip);
  const checked = checkEntries(entries, { prefix: PREFIX, directoryOffset: end.directoryOffset });
  return new Map(
    checked.map((entry) => {
      const from = entry.headerOffset + dataOffset(zip.subarray(entry.headerOffset), entry);
      const stored = zip.subarray(from, from + entry.compressedSize);
      const data = entry.method === 0 ? stored : inflateRawSync(stored);
      assert.equal(crc32(data), entry.crc32);
      assert.equal(data.length, entry.size);
      return [entry.name, Buffer.from(data).toString()];
    }),
  );
}

test("every form of a zip gives its files back", () => {
  const files = [
    { name: "m@v/bin/go", data: "go".repeat(3000) },
    { name: "m@v/größe/大.txt", data: "unicode" },
    { name: "m@v/empty", data: "" },
    { name: "m@v/stored", data: "as it is", method: 0, extra: Buffer.from([9, 9, 2, 0, 1, 2]) },
  ];
  const want = new Map(files.map(({ name, data }) => [name.slice(PREFIX.length), data]));
  for (const zip64 of [false, true]) {
    for (const descriptor of [false, true]) {
      assert.deepEqual(contents(writeZip(files, { zip64, descriptor, comment: "c" })), want);
    }
  }
});

test("an entry says what the directory says", () => {
  const file = {
    name: "m@v/a",
    data: "abc",
    method: 0,
    crc32: 7,
    size: 5,
    compressedSize: 6,
    headerOffset: 8,
  };
  const [entry] = read([{ ...file, flags: 1, externalAttributes: 0o120777 * 0x10000 }]);
  assert.deepEqual(entry, {
    name: "m@v/a",
    method: 0,
    flags: 1,
    mode: 0o120777,
    crc32: 7,
    size: 5,
    compressedSize: 6,
    headerOffset: 8,
  });
});

test("modes count only from systems that write them", () => {
  const mode = (madeBy: number) =>
    read([{ name: "a", data: "", madeBy, externalAttributes: 0o120777 * 0x10000 }])[0]?.mode;
  assert.equal(mode(0x314), 0o120777);
  assert.equal(mode(0x1314), 0o120777);
  assert.equal(mode(0x14), 0);
});

test("numbers of 64 bits come whole", () => {
  const size = 2 ** 40 + 3;
  const [entry] = read([{ name: "a", data: "", size, compressedSize: size + 1 }], { zip64: true });
  assert.equal(entry?.size, size);
  assert.equal(entry?.compressedSize, size + 1);
  assert.equal(entry?.headerOffset, 0);
});

test("a directory that does not hold together is refused", () => {
  const good = writeZip([
    { name: "m@v/a", data: "hello" },
    { name: "m@v/b", data: "x" },
  ]);
  const at = findEnd(good, good.length);
  assert.equal(at.kind, "end");
  const start = at.kind === "end" ? at.start : 0;
  const changed = (offset: number, value: number) => {
    const zip = Buffer.from(good);
    zip.writeUInt16LE(value, start + offset);
    return zip;
  };
  const cases: Record<string, () => unknown> = {
    signature: () => directoryOf(changed(0, 0)),
    "name too long": () => directoryOf(changed(28, 60_000)),
    "name a little longer": () => directoryOf(changed(28, 6)),
    "extra too long": () => directoryOf(changed(30, 60_000)),
    "comment too long": () => directoryOf(changed(32, 60_000)),
    "an entry less than counted": () =>
      read(
        [
          { name: "a", data: "" },
          { name: "b".repeat(60), data: "" },
        ],
        { entries: 3 },
      ),
    "an entry more than counted": () =>
      read(
        [
          { name: "a", data: "" },
          { name: "b", data: "" },
        ],
        { entries: 1 },
      ),
    "no ZIP64 field": () => read([{ name: "a", data: "", size: 0xffffffff }]),
    "another extra field": () =>
      read([{ name: "a", data: "", size: 0xffffffff, extra: Buffer.from([2, 0, 0, 0]) }]),
    "a ZIP64 field that is short": () =>
      read([
        { name: "a", data: "", size: 0xffffffff, extra: Buffer.from([1, 0, 4, 0, 1, 2, 3, 4]) },
      ]),
    "an impossible ZIP64 size": () =>
      read([
        {
          name: "a",
          data: "",
          size: 0xffffffff,
          extra: Buffer.from([1, 0, 8, 0, 1, 2, 3, 4, 5, 6, 7, 8]),
        },
      ]),
    "a name that is not UTF-8": () => read([{ name: Buffer.from([0x61, 0xff, 0xfe]), data: "" }]),
    "an overlong name": () => read([{ name: Buffer.from([0xc0, 0xaf]), data: "" }]),
  };
  for (const [name, attempt] of Object.entries(cases)) {
    assert.throws(attempt, { code: "bad-zip" }, name);
  }
});

test("a name that reaches behind the directory is said to be cut off", () => {
  const zip = writeZip([{ name: "m@v/a", data: "hello" }]);
  zip.writeUInt16LE(60_000, zip.length - 22 - 46 - 5 + 28);
  assert.throws(() => directoryOf(zip), { code: "bad-zip", message: /cut off/ });
});

test("a local header must be the entry that the directory promised", () => {
  const offsetIn = (file: Partial<ZipFile>, cut?: number) => {
    const zip = writeZip([{ name: "m@v/a", data: "hello", ...file }]);
    const { end, entries } = directoryOf(zip);
    const [entry] = checkEntries(entries, { prefix: PREFIX, directoryOffset: end.directoryOffset });
    assert.ok(entry);
    return dataOffset(zip.subarray(0, cut), entry);
  };
  assert.equal(offsetIn({}), 30 + 5);
  assert.equal(offsetIn({}, 35), 35);
  assert.equal(offsetIn({ extra: Buffer.alloc(7) }), 30 + 5 + 7);
  const cases: [Partial<ZipFile>, RegExp, number?][] = [
    [{ localSignature: 0 }, /no local header at byte 0/],
    [{ local: { name: "m@v/b" } }, /another name/],
    [{ local: { name: "m@v/a/b" } }, /another name/],
    [{ local: { method: 0 } }, /another method/],
    [{ local: { flags: 1 } }, /other flags/],
    [{}, /cut off/, 29],
    [{}, /cut off/, 34],
    [{}, /cut off/, 0],
  ];
  for (const [file, message, cut] of cases) {
    assert.throws(() => offsetIn(file, cut), { code: "bad-zip", message });
  }
});

test("data must end before what follows, extra field included", () => {
  const zip = writeZip([
    { name: "m@v/a", data: "hello" },
    { name: "m@v/b", data: "x" },
  ]);
  const { end, entries } = directoryOf(zip);
  const [first] = checkEntries(entries, { prefix: PREFIX, directoryOffset: end.directoryOffset });
  assert.ok(first);
  const header = Buffer.from(zip.subarray(0, first.end));
  header.writeUInt16LE(20, 28);
  assert.throws(() => dataOffset(header, first), {
    code: "bad-zip",
    message: /runs into what follows/,
  });
});
