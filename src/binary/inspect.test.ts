// Recorded programs (test/data/binaries): what they are for was said to the go command that built
// them. Then files that are cut short, flipped or made by hand.
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import test from "node:test";
import fc from "fast-check";
import { GosteadError } from "#model/error.ts";
import { RECORDED, recorded } from "../../test/support/recordbinary.ts";
import { inspect } from "./inspect.ts";
import { bytesSource } from "./source.ts";

const look = (bytes: Uint8Array) => inspect(bytesSource(bytes));
const names = readdirSync(RECORDED).map((file) => file.replace(/\.gz$/, ""));
const latin = (text: string) => Buffer.from(text, "latin1");

function refused(bytes: Uint8Array, message: RegExp): void {
  assert.throws(
    () => look(bytes),
    (error) =>
      error instanceof GosteadError && error.code === "bad-binary" && message.test(error.message),
  );
}

for (const name of names.filter((one) => /^app-(?!go117|dirty)/.test(one))) {
  const [, os = "", arch = ""] = name.split("-");
  test(`${os}/${arch} as it was built`, () => {
    const binary = look(recorded(name));
    assert.equal(binary.os, os);
    assert.equal(binary.arch, arch);
    assert.equal(binary.kind, "executable");
    // Go links with the system's library on macOS and Windows, whatever CGO_ENABLED says.
    const libraries =
      { darwin: ["/usr/lib/libSystem.B.dylib"], windows: ["kernel32.dll"] }[os] ?? [];
    assert.deepEqual(binary.libraries, libraries);
    assert.equal(binary.linking, libraries.length > 0 ? "dynamic" : "static");
    assert.equal(binary.go?.version, "go1.26.8");
    assert.equal(binary.go?.path, "example.com/probe/app");
    assert.deepEqual(binary.go?.module, { path: "example.com/probe/app", version: "(devel)" });
    const { GOOS, GOARCH, CGO_ENABLED } = binary.go?.settings ?? {};
    assert.deepEqual({ GOOS, GOARCH, CGO_ENABLED }, { GOOS: os, GOARCH: arch, CGO_ENABLED: "0" });
  });
}

test("cgo and net: dynamic, and which glibc", () => {
  const binary = look(recorded("net-cgo"));
  assert.equal(binary.linking, "dynamic");
  assert.equal(binary.interpreter, "/lib64/ld-linux-x86-64.so.2");
  assert.equal(binary.libc, "glibc");
  assert.deepEqual(binary.libraries, ["libc.so.6"]);
  assert.equal(binary.glibc, "2.34");
  assert.equal(binary.go?.settings.CGO_ENABLED, "1");
  assert.equal(binary.os, "linux");
});

test("a position-independent program names a loader without cgo too", () => {
  const { linking, interpreter, libraries, kind } = look(recorded("net-pie"));
  assert.deepEqual(
    { linking, libraries, kind },
    { linking: "dynamic", libraries: [], kind: "executable" },
  );
  assert.equal(interpreter, "/lib64/ld-linux-x86-64.so.2");
});

test("build info by pointers, as before Go 1.18, in both byte orders and widths", () => {
  for (const arch of ["amd64", "s390x", "386"]) {
    const { go, ...binary } = look(recorded(`app-go117-${arch}`));
    assert.equal(binary.arch, arch);
    assert.equal(go?.version, "go1.17.13");
    assert.equal(go?.path, "example.com/probe/app");
  }
});

test("a working tree with changes", () => {
  const settings = look(recorded("app-dirty")).go?.settings;
  assert.equal(settings?.["vcs.modified"], "true");
  assert.match(settings?.["vcs.revision"] ?? "", /^[0-9a-f]{40}$/);
});

/** Big-endian header of a fat file, then its parts. */
function fat(...parts: readonly [cpu: number, bytes: Buffer][]): Buffer {
  const head = Buffer.alloc(8 + 20 * parts.length);
  head.writeUInt32BE(0xcafebabe, 0);
  head.writeUInt32BE(parts.length, 4);
  let offset = head.length;
  for (const [index, [cpu, bytes]] of parts.entries()) {
    for (const [at, word] of [cpu, 0, offset, bytes.length, 0].entries()) {
      head.writeUInt32BE(word, 8 + 20 * index + 4 * at);
    }
    offset += bytes.length;
  }
  return Buffer.concat([head, ...parts.map(([, bytes]) => bytes)]);
}

test("a fat Mach-O file has the processors of its parts", () => {
  const arm = recorded("app-darwin-arm64");
  const intel = Buffer.from(arm);
  intel.writeUInt32LE(0x01000007, 4);
  const binary = look(fat([0x01000007, intel], [0x0100000c, arm]));
  assert.deepEqual(binary.arches, ["amd64", "arm64"]);
  assert.equal(binary.go?.version, "go1.26.8");
  refused(fat([0x0100000c, arm]).subarray(0, 4000), /reaches beyond its end/);
});

test("scripts and archives", () => {
  assert.equal(look(latin("#! /bin/sh -e\necho")).interpreter, "/bin/sh");
  refused(latin("#!\n"), /names no program/);
  assert.equal(
    look(latin("!<arch>\nfoo.o/          0           0     0     644     4         `\n")).arch,
    null,
  );
  const head = `!<arch>\n${"__.PKGDEF".padEnd(16)}${"0".padEnd(12)}${"0".padEnd(6)}${"0".padEnd(6)}${"644".padEnd(8)}${"99".padEnd(10)}\`\n`;
  const { os, arch, go } = look(
    latin(`${head}go object linux riscv64 go1.26.8 GORISCV64=rva20u64\n`),
  );
  assert.deepEqual([os, arch, go?.version], ["linux", "riscv64", "go1.26.8"]);
});

test("what is no program is named by its first bytes", () => {
  refused(Buffer.alloc(0), /empty/);
  refused(latin("root:x:0"), /begins with the bytes 726f6f743a783a30/);
  refused(Buffer.from("cafebabe00000041", "hex"), /begins with the bytes cafebabe/);
  refused(Buffer.concat([latin("MZ"), Buffer.alloc(200)]), /a program for DOS/);
});

test("a processor that nobody knows is a number, never a guess", () => {
  const bytes = recorded("app-linux-amd64");
  bytes.writeUInt16LE(9999, 18);
  const { arch, machine, arches } = look(bytes);
  assert.deepEqual(
    { arch, machine, arches },
    { arch: null, machine: "ELF machine 9999", arches: [] },
  );
});

test("a program that was cut short is not read as a shorter one", () => {
  for (const name of ["app-linux-amd64", "app-windows-amd64", "app-wasip1-wasm", "net-cgo"]) {
    const bytes = recorded(name);
    refused(bytes.subarray(0, bytes.length >> 1), /cut short|ends at byte/);
  }
});

/** Cut anywhere, with bytes changed that are not zero: what was recorded is what readers look at. */
const damage = fc.record({
  name: fc.constantFrom(...names),
  end: fc.nat(),
  flips: fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { maxLength: 8 }),
  whole: fc.boolean(),
});
const programs = new Map(
  names.map((name) => {
    const bytes = recorded(name);
    const used = [...bytes.keys()].filter((at) => bytes[at] !== 0);
    return [name, { bytes, used }];
  }),
);

test("whatever is damaged: an answer or bad-binary, and soon", () => {
  fc.assert(
    fc.property(damage, ({ name, end, flips, whole }) => {
      const { bytes: before, used } = programs.get(name) ?? { bytes: Buffer.alloc(0), used: [] };
      const bytes = Buffer.from(before);
      for (const [at, byte] of flips) bytes[used[at % used.length] ?? 0] = byte;
      const began = performance.now();
      try {
        look(whole ? bytes : bytes.subarray(0, end % bytes.length));
      } catch (error) {
        assert.ok(error instanceof GosteadError && error.code === "bad-binary", String(error));
      }
      assert.ok(performance.now() - began < 2000);
    }),
    { numRuns: 800 },
  );
});
