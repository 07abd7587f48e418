/**
 * Our readers against binutils' readelf and `go version -m`: the recorded programs, and whatever ELF files this
 * machine has in its usual directories. Skipped by name where a tool is absent.
 */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { globSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test, { after } from "node:test";
import { inspect } from "#binary/inspect.ts";
import { openFile } from "#host/openfile.ts";
import { RECORDED, recorded } from "../../support/recordbinary.ts";

const MOST = 120;
const has = (argv: readonly string[]) => spawnSync(argv[0] ?? "", argv.slice(1)).status === 0;
const noReadelf = has(["readelf", "--version"]) ? false : "readelf is not here (binutils)";
const noGo = has(["go", "version"]) ? false : "go is not on PATH";

const directory = mkdtempSync(join(tmpdir(), "gostead-binaries-"));
after(() => rmSync(directory, { recursive: true }));
const own = readdirSync(RECORDED).map((file) => {
  const path = join(directory, file.replace(/\.gz$/, ""));
  writeFileSync(path, recorded(file.replace(/\.gz$/, "")));
  return path;
});

const isElf = (path: string) => {
  if (!statSync(path, { throwIfNoEntry: false })?.isFile()) return false;
  const file = openFile(path);
  const head = file.size < 4 ? "" : Buffer.from(file.read(0, 4)).toString("latin1");
  file.close();
  return head === "\x7fELF";
};
const found = globSync(["/lib/*/libc.so.6", "/lib/ld-*.so*", "/usr/bin/*", "/usr/lib/*/lib*.so.?"]);
const system = found.sort().filter(isElf).slice(0, MOST);

function look(path: string) {
  const file = openFile(path);
  try {
    return inspect(file);
  } finally {
    file.close();
  }
}

function said(argv: readonly string[]): string {
  const { stdout } = spawnSync(argv[0] ?? "", argv.slice(1), {
    encoding: "utf8",
    maxBuffer: 1 << 28,
    env: { ...process.env, LC_ALL: "C" },
  });
  return stdout;
}

const all = (text: string, pattern: RegExp) =>
  [...text.matchAll(pattern)].map(([, one = ""]) => one);

/** What `readelf --wide -hldVn` says of a file, as we say it. */
function byReadelf(text: string) {
  const needs = /\nVersion needs section[\s\S]*?(?=\n\n|$)/.exec(text)?.[0] ?? "";
  const definitions = /\nVersion definition section[\s\S]*?(?=\n\n|$)/.exec(text)?.[0] ?? "";
  const [interpreter = null] = all(text, /\[Requesting program interpreter: (.*)\]/g);
  const [kernel = null] = all(text, /OS: Linux, ABI: ([\d.]+)/g);
  const [data = ""] = all(text, /Data: .*(little|big) endian/g);
  return {
    class: Number(all(text, /Class: +ELF(\d+)/g)[0]),
    endian: data,
    interpreter,
    kernel,
    libraries: all(text, /\(NEEDED\).*\[(.*)\]/g),
    needs: needs
      .split(/\n.*File: /)
      .slice(1)
      .map((one) => ({
        library: one.split(" ")[0] ?? "",
        versions: all(one, /Name: (\S+) +Flags: none/g),
      })),
    // Entries that are the base name their library, `Parent` lines their ancestors.
    provides: all(definitions, /Rev: \d+ +Flags: (?!BASE)\S+ .*Name: (\S+)/g),
  };
}

test("the recorded programs and this machine's, as readelf sees them", { skip: noReadelf }, () => {
  const files = [...own.filter(isElf), ...system];
  const seen = { libraries: 0, needs: 0, provides: 0, kernel: 0 };
  for (const path of files) {
    const binary = look(path);
    const expected = byReadelf(said(["readelf", "--wide", "-hldVn", path]));
    for (const [key, value] of Object.entries(expected)) {
      assert.deepEqual(binary[key as keyof typeof expected], value, `${path}: ${key}`);
    }
    for (const key of ["libraries", "needs", "provides"] as const)
      seen[key] += expected[key].length;
    seen.kernel += expected.kernel === null ? 0 : 1;
  }
  for (const [key, number] of Object.entries(seen)) assert.ok(number > 0, `no file has ${key}`);
});

/** `go version -m`: the version, then lines of a word and its fields. */
function byGo(path: string) {
  const [head = "", ...lines] = said(["go", "version", "-m", path]).trimEnd().split("\n");
  const fields = lines.map((line) => line.split("\t").slice(1));
  const of = (word: string) => fields.filter(([first]) => first === word);
  const [, modulePath, moduleVersion] = of("mod")[0] ?? [];
  const settings = of("build").map(([, pair = ""]) => pair.split(/=(.*)/s, 2));
  return {
    version: head.slice(path.length + 2),
    path: of("path")[0]?.[1] ?? null,
    module: modulePath === undefined ? null : { path: modulePath, version: moduleVersion ?? "" },
    dependencies: of("dep").length,
    settings: Object.fromEntries(settings),
  };
}

test("what Go wrote into them, as go version -m reads it", { skip: noGo }, () => {
  const goroot = said(["go", "env", "GOROOT"]).trim();
  const tools = globSync([join(goroot, "bin/*"), join(goroot, "pkg/tool/*/*")]).filter(isElf);
  // The go command has no reader for wasm.
  const files = [...own.filter((path) => !path.endsWith("wasm")), ...tools];
  for (const path of files) assert.deepEqual(look(path).go, byGo(path), path);
  assert.ok(files.length > 18);
});
