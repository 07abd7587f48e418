// What is said of go.sum, vendor and replaced directories is what the go command itself says of the same files, offline.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import test from "node:test";
import fc from "fast-check";
import { gather } from "./gather.ts";
import { parseGoSum } from "./gosum.ts";
import { parseModFile } from "./modfile.ts";
import type { ModuleFiles } from "./modulefiles.ts";
import { recordedPlace } from "./place.ts";
import { vendorFaults } from "./vendortxt.ts";

const GO = {
  ...process.env,
  GOTOOLCHAIN: "local",
  GOFLAGS: "",
  GOENV: "off",
  GOPROXY: "off",
  GOWORK: "off",
};
const skip =
  spawnSync("go", ["version"], { env: GO }).status === 0 ? false : "no go on PATH to compare with";

type Files = Readonly<Record<string, string>>;

const HEAD = "module a.b/m\n\ngo 1.21\n\n";
const NET = "require a.b/net v0.1.0\n";
const TO_NET = "replace a.b/net => ../net\n";
const BESIDE = { "net/go.mod": "module a.b/net\n\ngo 1.21\n" };

interface Case {
  readonly name: string;
  readonly files: Files;
  readonly argv: readonly string[];
  /** What go says when it stops. */
  readonly says: RegExp;
  readonly isWrong: (files: ModuleFiles) => boolean;
}

const isReplaceMissing = ({ replaced }: ModuleFiles) =>
  replaced.some(({ there, counts }) => counts && !there);
const isOutOfStep = ({ vendor }: ModuleFiles) => vendor !== null && vendor.faults.length > 0;

const ALL = ["list", "-m", "all"];
const BUILD = ["build", "./..."];
const VENDORED = HEAD + NET + TO_NET;

const vendor = (name: string, mod: string, txt: string): Case => ({
  name,
  files: { ...BESIDE, "m/go.mod": mod, "m/vendor/modules.txt": txt },
  argv: BUILD,
  says: /inconsistent vendoring/,
  isWrong: isOutOfStep,
});

const replaced = (name: string, mod: string, files: Files = {}): Case => ({
  name,
  files: { "m/go.mod": mod, ...files },
  argv: ALL,
  says: /replaced by .* no such file/s,
  isWrong: isReplaceMissing,
});

const sum = (name: string, mod: string, text: string): Case => ({
  name,
  files: { ...BESIDE, "m/go.mod": mod, "m/go.sum": text },
  argv: ALL,
  says: /missing go\.sum entry for go\.mod file/,
  isWrong: ({ sum }) => sum.lacking.length > 0,
});

const CASES: readonly Case[] = [
  replaced("a replacement that is there", VENDORED, BESIDE),
  replaced("a replacement that is not there", VENDORED),
  replaced("a replacement without go.mod", VENDORED, { "net/net.go": "package net\n" }),
  replaced("a replacement that nobody needs", HEAD + TO_NET),
  replaced(
    "a replacement of another version",
    `${HEAD}${NET}replace a.b/net v0.1.0 => ../net\nreplace a.b/net => ../gone\n`,
    BESIDE,
  ),
  sum("no hash", `${HEAD}require golang.org/x/text v0.3.0\n`, ""),
  sum(
    "a hash of the module alone",
    `${HEAD}require golang.org/x/text v0.3.0\n`,
    "golang.org/x/text v0.3.0 h1:x=\n",
  ),
  sum("no hash, for it is a directory", VENDORED, ""),
  sum(
    "a fork without a hash",
    `${HEAD}${NET}replace a.b/net => e.f/net v1.0.0\n`,
    "a.b/net v0.1.0/go.mod h1:x=\n",
  ),
  vendor(
    "in step",
    VENDORED,
    "# a.b/net v0.1.0 => ../net\n## explicit; go 1.21\na.b/net\n# a.b/net => ../net\n",
  ),
  vendor("not explicit", VENDORED, "# a.b/net v0.1.0 => ../net\na.b/net\n# a.b/net => ../net\n"),
  vendor(
    "another version",
    VENDORED,
    "# a.b/net v0.2.0 => ../net\n## explicit\na.b/net\n# a.b/net => ../net\n",
  ),
  vendor("not replaced there", VENDORED, "# a.b/net v0.1.0\n## explicit\na.b/net\n"),
  vendor(
    "replaced by another",
    VENDORED,
    "# a.b/net v0.1.0 => ../net\n## explicit\na.b/net\n# a.b/net => ../other\n",
  ),
  vendor(
    "replaced there alone",
    HEAD + NET,
    "# a.b/net v0.1.0 => ../net\n## explicit\na.b/net\n# a.b/net => ../net\n",
  ),
  vendor("required no more", HEAD, "# a.b/net v0.1.0\n## explicit\na.b/net\n"),
  vendor("nothing at all", VENDORED, ""),
  vendor(
    "replaced by a module",
    `${HEAD}${NET}replace a.b/net v0.1.0 => e.f/net v1.0.0\n`,
    "# a.b/net v0.1.0 => e.f/net v1.0.0\n## explicit\na.b/net\n",
  ),
];

function put(root: string, files: Files): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
}

async function looked(root: string): Promise<ModuleFiles> {
  const record = { env: { PATH: "/bin", HOME: "/home" }, cwd: "/m" };
  writeFileSync(join(root, "machine.json"), JSON.stringify(record));
  const { modulefiles } = await gather(["modulefiles"], await recordedPlace(root));
  assert.ok(modulefiles.known && modulefiles.value !== null);
  return modulefiles.value;
}

for (const { name, files, argv, says, isWrong } of CASES) {
  test(`go agrees: ${name}`, { skip }, async () => {
    const root = mkdtempSync(join(tmpdir(), "gostead-module-"));
    try {
      put(root, { "m/m.go": "package m\n", ...files });
      const ran = spawnSync("go", argv, { cwd: join(root, "m"), env: GO, encoding: "utf8" });
      assert.equal(isWrong(await looked(root)), says.test(ran.stderr), ran.stderr);
    } finally {
      rmSync(root, { recursive: true });
    }
  });
}

test("go agrees: a line of go.sum that has not three words", { skip }, async () => {
  const root = mkdtempSync(join(tmpdir(), "gostead-module-"));
  try {
    put(root, {
      "m/m.go": "package m\n",
      "m/go.mod": `${HEAD}require golang.org/x/text v0.3.0\n`,
      "m/go.sum": "golang.org/x/text v0.3.0/go.mod h1:x=\n=======\n\na b\n",
    });
    const ran = spawnSync("go", ALL, { cwd: join(root, "m"), env: GO, encoding: "utf8" });
    assert.match(ran.stderr, /malformed go\.sum:\n.*go\.sum:2: wrong number of fields 1/);
    const { sum } = await looked(root);
    assert.deepEqual(sum.malformed, [
      { line: 2, words: 1 },
      { line: 4, words: 2 },
    ]);
  } finally {
    rmSync(root, { recursive: true });
  }
});

test("no bytes make them throw", () => {
  const mod = parseModFile(VENDORED);
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 300 }), (text) => {
      parseGoSum(text);
      vendorFaults(`# ${text}`, mod);
    }),
  );
});
