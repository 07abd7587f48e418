import assert from "node:assert/strict";
import { test } from "node:test";
import { writeZip, type ZipFile, type ZipOptions } from "../../test/support/zipwriter.ts";
import type { ToolchainEntry } from "./entry.ts";
import { readDirectory } from "./zip.ts";
import { checkEntries, TOOLCHAIN_LIMITS } from "./zipcheck.ts";
import { findEnd } from "./zipend.ts";

const PREFIX = "golang.org/toolchain@v0.0.1-go1.22.6.linux-amd64/";
const GOOD = [
  { name: `${PREFIX}VERSION`, data: "go1.22.6" },
  { name: `${PREFIX}bin/go`, data: "elf" },
];

function check(files: readonly ZipFile[], options: ZipOptions = {}): ToolchainEntry[] {
  const zip = writeZip(files, options);
  const end = findEnd(zip, zip.length);
  assert.ok(end.kind === "end");
  return checkEntries(readDirectory(zip, end), {
    prefix: PREFIX,
    directoryOffset: end.directoryOffset,
  });
}

const refusal =
  (entry: Partial<ZipFile>, ...more: ZipFile[]) =>
  () =>
    check([...GOOD, { name: `${PREFIX}x`, data: "x", ...entry }, ...more]);

test("entries come relative, in header order, each with its extent", () => {
  const [version, go] = check(GOOD);
  assert.equal(version?.name, "VERSION");
  assert.equal(version?.zipName, `${PREFIX}VERSION`);
  assert.equal(version?.headerOffset, 0);
  assert.equal(version?.end, go?.headerOffset);
  assert.equal(go?.name, "bin/go");
  assert.equal(go?.end, writeZip(GOOD).length - 22 - 2 * 46 - 2 * PREFIX.length - 7 - 6);
});

test("names that no toolchain has are refused", () => {
  const climbing = [
    "../x",
    "a/../x",
    "..",
    "a/..",
    "./x",
    "a/./x",
    "a//b",
    "/etc/passwd",
    "a/",
    "",
    "...",
  ];
  const strange = [
    "a\\b",
    "C:\\x",
    "c:x",
    "a\0b",
    "a\nb",
    "a\u007fb",
    "a\u0085b",
    "a\u202eb",
    "a\u200bb",
  ];
  const shells = ["a*", "a?", "a|b", "a<b", "a>b", 'a"b', "a'b", "a`b", "a;b", "😀", "a."];
  const windows = ["con", "src/NUL.txt", "Com1", "a/lpt9.go/b"];
  const nested = ["src/go.mod", "src/GO.MOD", "Go.mod"];
  for (const name of [...climbing, ...strange, ...shells, ...windows, ...nested]) {
    const attempt = refusal({ name: PREFIX + name });
    assert.throws(attempt, { code: "bad-zip", message: /entry "golang.org/ }, JSON.stringify(name));
  }
});

test("names that only look odd are not refused", () => {
  const names = [
    "src/.gitattributes",
    "a..b",
    "src/con_test.go",
    "lib/go_js_wasm_exec",
    "go.mod",
    "größe",
    "a b",
  ];
  assert.equal(
    check([...GOOD, ...names.map((name) => ({ name: PREFIX + name, data: "" }))]).length,
    9,
  );
});

test("the prefix must be the module's own, to the letter", () => {
  for (const name of [
    "x",
    "/x",
    "golang.org/toolchain@v0.0.1-go1.22.5.linux-amd64/x",
    "golang.org/toolchain@v0.0.1-go1.22.6.linux-amd64x/y",
    "Golang.org/toolchain@v0.0.1-go1.22.6.linux-amd64/x",
    PREFIX.slice(0, -1),
    `./${PREFIX}x`,
  ]) {
    assert.throws(
      refusal({ name }),
      { code: "bad-zip", message: /does not begin with golang/ },
      name,
    );
  }
});

test("the message shows a hostile name without its power", () => {
  assert.throws(refusal({ name: "\u001b[2J\nx" }), (error: Error) => {
    assert.match(error.message, /entry "\\u\{1b\}\[2J\\u\{a\}x"/);
    return true;
  });
});

test("no two files are one on any file system", () => {
  const pairs = [
    ["bin/go", /twice/],
    ["BIN/go2", /only in upper and lower case/],
    ["bin/Go", /only in upper and lower case/],
    ["version", /only in upper and lower case/],
    ["VERSION/x", /a file and also a directory/],
    ["version/x", /only in upper and lower case/],
    ["bin", /a file and also a directory/],
    ["bin/go/x", /a file and also a directory/],
    ["Bin", /only in upper and lower case/],
  ] as const;
  for (const [name, message] of pairs) {
    assert.throws(refusal({ name: PREFIX + name }), { code: "bad-zip", message }, name);
  }
  const letters = [
    ["Ä", "ä"],
    ["\u212a", "k"],
    ["straße", "STRASSE"],
  ] as const;
  for (const [one, other] of letters) {
    const attempt = refusal({ name: PREFIX + one }, { name: PREFIX + other, data: "" });
    assert.throws(attempt, { code: "bad-zip", message: /upper and lower case/ }, one);
  }
});

test("only plain files pass: no links, devices, directories, fifos, sockets", () => {
  for (const mode of [0o120777, 0o020666, 0o060666, 0o040755, 0o010644, 0o140755]) {
    const externalAttributes = mode * 0x10000;
    assert.throws(refusal({ externalAttributes }), { code: "bad-zip", message: /not a file/ });
    assert.throws(refusal({ externalAttributes, madeBy: 0x1314 }), { code: "bad-zip" });
  }
  assert.equal(refusal({ externalAttributes: 0o104755 * 0x10000 })().length, 3);
  assert.equal(refusal({ externalAttributes: 0x20, madeBy: 0x14 })().length, 3);
});

test("encryption, patches and unknown methods are refused", () => {
  const cases: [Partial<ZipFile>, RegExp][] = [
    [{ flags: 0x809 }, /encrypted/],
    [{ flags: 0x848 }, /encrypted/],
    [{ flags: 0x2808 }, /encrypted/],
    [{ flags: 0x828 }, /flags nobody needs, 0x828/],
    [{ method: 12 }, /unknown method, 12/],
    [{ method: 99 }, /unknown method, 99/],
  ];
  for (const [entry, message] of cases) {
    assert.throws(refusal(entry), { code: "bad-zip", message });
  }
});

test("sizes have bounds: 256 MiB a file, 1 GiB a tree", () => {
  const { fileBytes, treeBytes } = TOOLCHAIN_LIMITS;
  assert.equal(fileBytes, 268_435_456);
  assert.equal(treeBytes, 1_073_741_824);
  assert.throws(refusal({ size: fileBytes + 1 }), { code: "bad-zip", message: /268435457 bytes/ });
  const large = (name: string) => ({ name: PREFIX + name, data: "", size: fileBytes });
  assert.equal(check([large("a"), large("b"), large("c"), large("d")]).length, 4);
  assert.throws(() => check([large("a"), large("b"), large("c"), large("d"), ...GOOD]), {
    code: "bad-zip",
    message: /together/,
  });
  assert.throws(refusal({ method: 0, size: 2 }), { code: "bad-zip", message: /is stored/ });
});

test("no two entries share bytes, and none lies outside", () => {
  const cases: [Partial<ZipFile>, ZipOptions?][] = [
    [{ headerOffset: 0 }],
    [{ headerOffset: 1 }],
    [{ headerOffset: 2 ** 31 }],
    [{ headerOffset: 2 ** 50 }, { zip64: true }],
    [{ compressedSize: 1000 }],
    [{ compressedSize: 2 ** 50 }, { zip64: true }],
  ];
  for (const [entry, options] of cases) {
    const attempt = () => check([...GOOD, { name: `${PREFIX}x`, data: "x", ...entry }], options);
    assert.throws(attempt, { code: "bad-zip", message: /runs into what follows/ });
  }
  const first = { name: `${PREFIX}a`, data: "a", compressedSize: 40 };
  assert.throws(() => check([first, ...GOOD]), {
    code: "bad-zip",
    message: /"golang.*\/a" at byte 0/,
  });
});

test("a zip bomb of one stored file listed many times is refused", () => {
  const kernel = { name: `${PREFIX}0`, data: Buffer.alloc(1000) };
  const copies = [1, 2, 3].map((n) => ({
    name: `${PREFIX}${n}`,
    data: Buffer.alloc(1000),
    headerOffset: 0,
  }));
  assert.throws(() => check([kernel, ...copies]), { code: "bad-zip", message: /runs into/ });
});

test("names that only want our memory are refused", () => {
  assert.throws(refusal({ name: PREFIX + "x".repeat(500) }), { message: /characters/ });
  assert.throws(refusal({ name: `${PREFIX}${"d/".repeat(30)}x` }), { message: /deeper/ });
});

test("an empty zip is no toolchain", () => {
  assert.throws(() => check([]), { code: "bad-zip", message: /empty/ });
});
