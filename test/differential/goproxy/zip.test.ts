/** Zips that real tools write and read, and what golang.org/x/mod/zip takes. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { crc32, inflateRawSync } from "node:zlib";
import { dataOffset, readDirectory } from "#goproxy/zip.ts";
import { checkEntries } from "#goproxy/zipcheck.ts";
import { findEnd } from "#goproxy/zipend.ts";
import { writeZip, type ZipFile } from "../../support/zipwriter.ts";
import { buildProgram, noGo, noXmod } from "./program.ts";

const PREFIX = "golang.org/toolchain@v0.0.1-go1.22.6.linux-amd64/";
const MODULE = ["golang.org/toolchain", "v0.0.1-go1.22.6.linux-amd64"];
const FILES = [
  { name: `${PREFIX}VERSION`, data: "go1.22.6\n" },
  { name: `${PREFIX}bin/go`, data: "elf".repeat(40_000) },
  { name: `${PREFIX}src/empty`, data: "" },
  { name: `${PREFIX}src/größe.txt`, data: "größe" },
  { name: `${PREFIX}stored`, data: "as it is", stored: true },
];

const noPython =
  spawnSync("python3", ["--version"]).status === 0 ? false : "python3 is not installed";

function checked(zip: Uint8Array) {
  const end = findEnd(zip, zip.length);
  assert.ok(end.kind === "end");
  const { directoryOffset } = end;
  return checkEntries(readDirectory(zip, end), { prefix: PREFIX, directoryOffset });
}

function unpack(zip: Uint8Array): Map<string, string> {
  return new Map(
    checked(zip).map((entry) => {
      const from = entry.headerOffset + dataOffset(zip.subarray(entry.headerOffset), entry);
      const stored = zip.subarray(from, from + entry.compressedSize);
      const data = entry.method === 0 ? stored : inflateRawSync(stored);
      assert.equal(crc32(data), entry.crc32);
      return [entry.zipName, Buffer.from(data).toString()];
    }),
  );
}

const WANT = new Map(FILES.map(({ name, data }) => [name, data]));

test("what archive/zip writes, we read", { skip: noGo }, () => {
  const judge = buildProgram("std");
  try {
    const path = join(judge.scratch, "go.zip");
    const files = FILES.map((file) => ({
      ...file,
      data: Buffer.from(file.data).toString("base64"),
    }));
    judge.ask(["write", path], files);
    assert.deepEqual(unpack(readFileSync(path)), WANT);
  } finally {
    judge.close();
  }
});

test("archive/zip reads our writer's zips as we do", { skip: noGo }, () => {
  const judge = buildProgram("std");
  try {
    for (const zip64 of [false, true]) {
      for (const descriptor of [false, true]) {
        const zip = writeZip(FILES, { zip64, descriptor });
        const path = join(judge.scratch, "ours.zip");
        writeFileSync(path, zip);
        const ours = checked(zip).map((entry) => ({
          name: entry.zipName,
          method: entry.method,
          crc32: entry.crc32,
          compressedSize: entry.compressedSize,
          size: entry.size,
          offset: entry.headerOffset + dataOffset(zip.subarray(entry.headerOffset), entry),
        }));
        assert.deepEqual(judge.ask(["read", path]), ours);
      }
    }
  } finally {
    judge.close();
  }
});

const PYTHON = `
import json, sys, zipfile
with zipfile.ZipFile(sys.argv[1], "w", allowZip64=True) as z:
    for f in json.load(sys.stdin):
        info = zipfile.ZipInfo(f["name"])
        info.compress_type = zipfile.ZIP_STORED if f.get("stored") else zipfile.ZIP_DEFLATED
        with z.open(info, "w", force_zip64=True) as out:
            out.write(f["data"].encode())
`;

test("what Python's zipfile writes, we read; and it finds our writer's zips sound", {
  skip: noPython,
}, () => {
  const scratch = mkdtempSync(join(tmpdir(), "gostead-python-"));
  const python = (args: readonly string[], input = "") =>
    spawnSync("python3", args, { input, encoding: "utf8" });
  try {
    const theirs = join(scratch, "theirs.zip");
    assert.equal(python(["-c", PYTHON, theirs], JSON.stringify(FILES)).status, 0);
    assert.deepEqual(unpack(readFileSync(theirs)), WANT);
    for (const options of [{}, { zip64: true }, { descriptor: false }, { comment: "c" }]) {
      const ours = join(scratch, "ours.zip");
      writeFileSync(ours, writeZip(FILES, options));
      const { status, stdout, stderr } = python(["-m", "zipfile", "-t", ours]);
      assert.equal(status, 0, stderr);
      assert.match(stdout, /Done testing/);
    }
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
});

const names = [
  ..."../x|a/../x|..|./x|a//b|/abs|a/|...|a\\b|c:x|a\nb|a\u007fb|a*b|a?|a|b|a<b|a'b|a;b|a.|a..b|.a|😀|é".split(
    "|",
  ),
  ..."con|NUL.txt|src/com1.go|console|go.mod|GO.mod|src/go.mod|_go.mod|VERSION|version|bin/GO|BIN/x|bin|bin/go/x".split(
    "|",
  ),
  ..."größe|Größe/x|a b|a@b|a=b|a~1|~|-x|a,b|a#b|a$b|a%b|a&b|(a)|{a}|[a]|a^b|a_b|a!b|a+b|大|\u212a|k|src/empty/x".split(
    "|",
  ),
];

test("no name that golang.org/x/mod/zip refuses is taken, and none that it takes refused", {
  skip: noXmod,
}, () => {
  const judge = buildProgram("xmod");
  try {
    const zips = names.map((name) => writeZip([...FILES, { name: PREFIX + name, data: "x" }]));
    const paths = zips.map((zip, index) => {
      const path = join(judge.scratch, `${index}.zip`);
      writeFileSync(path, zip);
      return path;
    });
    const answers = judge.ask(["check", ...MODULE], paths) as string[];
    for (const [index, name] of names.entries()) {
      const isTaken = takes(zips[index] ?? new Uint8Array(0));
      assert.equal(
        isTaken,
        answers[index] === "" && !name.endsWith("/"),
        `${name}: ${answers[index]}`,
      );
    }
    assert.ok(answers.filter((answer) => answer === "").length > 20);
  } finally {
    judge.close();
  }
});

test("other attacks that golang.org/x/mod/zip refuses are refused", { skip: noXmod }, () => {
  const one = (entry: Partial<ZipFile>, prefix = PREFIX): ZipFile[] => [
    { name: `${prefix}x`, data: "x", ...entry },
  ];
  const attacks: ZipFile[][] = [
    one({}, "golang.org/toolchain@v0.0.1-go1.22.5.linux-amd64/"),
    one({}, ""),
    [...FILES, ...FILES],
    [...one({}), { name: `${PREFIX}X`, data: "" }],
    [...one({}), { name: `${PREFIX}x/y`, data: "" }],
    one({ size: 600 * 2 ** 20 }),
  ];
  const judge = buildProgram("xmod");
  try {
    const paths = attacks.map((files, index) => {
      const path = join(judge.scratch, `${index}.zip`);
      writeFileSync(path, writeZip(files));
      return path;
    });
    const answers = judge.ask(["check", ...MODULE], paths) as string[];
    for (const [index, files] of attacks.entries()) {
      assert.notEqual(answers[index], "", `Go takes attack ${index}`);
      assert.equal(takes(writeZip(files)), false, `we take attack ${index}`);
    }
  } finally {
    judge.close();
  }
});

function takes(zip: Uint8Array): boolean {
  try {
    return checked(zip).length > 0;
  } catch {
    return false;
  }
}
