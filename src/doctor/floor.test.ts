// The shipped floors against what Go's release notes and its wiki say (docs/guide/preflight.md).
import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { compareDotted, dottedIn } from "#facts/dotted.ts";
import { parseFloors, SHIPPED } from "#facts/floors.ts";
import { floorFor, follows, isSince, nextFloor } from "./floor.ts";

const on = (os: string, goarch: string) => ({ os, goarch });
const { floors } = SHIPPED;

test("floors by Go, system and architecture", () => {
  const rows = [
    ["1.17.13", "linux", "amd64", "2.6.23"],
    ["1.22.6", "linux", "amd64", "2.6.32"],
    ["1.23.12", "linux", "arm64", "2.6.32"],
    ["1.24rc1", "linux", "amd64", "3.2"],
    ["1.27.4", "linux", "amd64", "3.2"],
    ["1.22.6", "linux", "loong64", "5.19"],
    ["1.26.0", "linux", "mips64le", "4.8"],
    ["1.20.14", "darwin", "amd64", "10.13"],
    ["1.21.0", "darwin", "amd64", "10.15"],
    ["1.23.0", "darwin", "arm64", "11"],
    ["1.26.8", "darwin", "arm64", "12"],
    ["1.27.4", "darwin", "arm64", "13"],
    ["1.26.8", "linux", "ppc64", "3.2"],
    ["1.27.4", "linux", "ppc64", "3.13"],
    ["1.20.1", "windows", "amd64", "6.1"],
    ["1.21.0", "windows", "amd64", "10.0"],
  ] as const;
  for (const [go, os, arch, needs] of rows) {
    assert.equal(floorFor(go, on(os, arch), floors), needs, `${go} ${os} ${arch}`);
  }
  assert.equal(floorFor("1.22.6", on("plan9", "amd64"), floors), undefined);
  // Go 1.24 asks more of Linux, and still less than loong64 does by itself.
  assert.equal(nextFloor("1.23.4", on("linux", "amd64"), floors)?.go, "1.24");
  assert.equal(nextFloor("1.23.4", on("linux", "loong64"), floors), undefined);
});

test("minors follow each other by number, and a release candidate is of its minor", () => {
  assert.ok(follows("1.24", "1.23.12"));
  assert.ok(follows("1.10", "1.9.7"));
  assert.ok(!follows("1.24", "1.22.6"));
  assert.ok(isSince("1.24rc1", "1.24"));
  assert.ok(!isSince("1.9", "1.10"));
});

test("releases of vendors are read to where their numbers end", () => {
  assert.equal(dottedIn("6.18.44-fc-v657"), "6.18.44");
  assert.equal(dottedIn("4.4.0-19041-Microsoft"), "4.4.0");
  assert.equal(dottedIn("2.6.32-754.35.1.el6.x86_64"), "2.6.32");
  assert.equal(dottedIn("rolling"), undefined);
  assert.ok(compareDotted("3.10.0", "3.2") > 0);
  assert.equal(compareDotted("3.2", "3.2.0"), 0);
});

test("a table of the user's own says what is wrong with it", () => {
  const row = { os: "linux", from: "1.30", needs: "4.19" };
  assert.deepEqual(parseFloors({ format: 1, floors: [row] }), {
    floors: [{ ...row, arch: null }],
    glibc: [],
    syscalls: [],
  });
  const wrong = [
    [{ floors: [row] }, /format/],
    [{ format: 2, floors: [] }, /format is 2/],
    [{ format: 1, floors: [row, { ...row, needs: "new" }] }, /floor 2/],
    [{ format: 1, floors: {} }, /floor: it is no list/],
    [{ format: 1, syscalls: [{ name: "read", number: 0, since: "1.0" }] }, /syscall 1/],
  ] as const;
  for (const [table, why] of wrong) assert.match(String(parseFloors(table)), why);
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const read = parseFloors(value);
      assert.ok(typeof read === "string" || Array.isArray(read.floors));
    }),
  );
});
