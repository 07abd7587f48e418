// A .goenv: what it sets, what it may not, and that no bytes make the parser fail otherwise than by name.
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import fc from "fast-check";
import { layoutOf } from "#host/paths.ts";
import { GosteadError } from "#model/error.ts";
import { parseGoenv } from "./goenvfile.ts";
import { goenvEnv, keepGoenv, withTags } from "./goenvkept.ts";

const parse = (text: string) => parseGoenv(Buffer.from(text), "/p/.goenv", "/p");
const values = (text: string) =>
  Object.fromEntries(parse(text).lines.map(({ key, value }) => [key, value]));
const refused = (text: string, message: RegExp) =>
  assert.throws(() => parse(text), { code: "bad-setting", message }, text);

test("lines, quotes, escapes and comments", () => {
  const text = `# ours
export GO_VERSION="1.22.3"   # locked
GO_BUILD_TAGS='prod,linux'
GODEBUG=a=1,b=2 # note
GOFLAGS="-v \\"x\\" \\\\"
GOEXPERIMENT='$literal'\r
GO111MODULE=
`;
  assert.deepEqual(values(text), {
    GO_VERSION: "1.22.3",
    GO_BUILD_TAGS: "prod,linux",
    GODEBUG: "a=1,b=2",
    GOFLAGS: '-v "x" \\',
    GOEXPERIMENT: "$literal",
    GO111MODULE: "",
  });
});

test("the last line of a name counts; relative caches are the project's", () => {
  assert.deepEqual(values("GOCACHE=.gocache\nGOARM=5\nGOARM=7\nGOBIN=/abs"), {
    GOCACHE: "/p/.gocache",
    GOARM: "7",
    GOBIN: "/abs",
  });
});

test("a byte order mark is no part of the first name", () => {
  assert.deepEqual(values("\ufeffGOARM=7"), { GOARM: "7" });
});

test("nothing is expanded: what looks like it is refused outside single quotes", () => {
  for (const value of ["$HOME", "`id`", "$(id)", '"$HOME"', '"`id`"', '"a', "'a", "a'b", '"a" b']) {
    refused(`GOCACHE=${value}`, /^\/p\/\.goenv:1: no value that can be read: /);
  }
  refused("GO VERSION=1", /no KEY=VALUE/);
  refused("GOARM = 7", /no KEY=VALUE/);
  refused('GODEBUG="a\\nb"', /no value/);
});

test("names that make programs run foreign code are refused, unknown ones told", () => {
  for (const name of "PATH LD_PRELOAD LD_LIBRARY_PATH DYLD_INSERT_LIBRARIES CC CXX GOROOT GOENV BASH_ENV NODE_OPTIONS".split(
    " ",
  )) {
    refused(`GOARM=7\n${name}=/x`, new RegExp(`^/p/\\.goenv:2: ${name} may not be set$`));
  }
  const { lines, warnings } = parse("FOO=1\nGOARM=7");
  assert.deepEqual(
    lines.map(({ key }) => key),
    ["GOARM"],
  );
  assert.deepEqual(warnings, ['/p/.goenv:1: unknown key "FOO" is ignored']);
});

test("what lowers the guard is marked", () => {
  const marked = `GOPROXY=https://m.example|GOSUMDB=off|GOINSECURE=x.example|GONOSUMDB=*|GOPRIVATE=a.example,*
GOFLAGS=-toolexec=/x|GOFLAGS="-v -overlay=o.json"|GOFLAGS=-modfile=m|GOFLAGS=--ldflags=-X|GOFLAGS=-exec=/x`;
  for (const line of marked.split(/[|\n]/)) assert.ok(parse(line).lines[0]?.lowers, line);
  const plain =
    "GOPRIVATE=git.example/*|GONOSUMDB=git.example|GOFLAGS=-mod=mod|GOCACHE=/c|GODEBUG=x=1";
  for (const line of plain.split("|")) assert.equal(parse(line).lines[0]?.lowers, undefined, line);
});

test("binary files are refused", () => {
  for (const bytes of [
    [0xff, 0xfe],
    [0x47, 0x00],
    [0x1b, 0x5b],
  ]) {
    assert.throws(() => parseGoenv(Uint8Array.from(bytes), "f", "/"), { code: "bad-setting" });
  }
});

test("whatever the bytes, lines or a bad-setting; no value holds a line break", () => {
  const word = fc.constantFrom(
    "GOARM",
    "GOFLAGS",
    "=",
    '"',
    "'",
    "\\",
    "n",
    "#",
    " ",
    "\n",
    "\r\n",
    "export ",
    "$",
    "é",
    "\t",
  );
  const text = fc.oneof(
    fc.array(word, { maxLength: 30 }).map((all) => Buffer.from(all.join(""))),
    fc.uint8Array({ maxLength: 60 }),
  );
  fc.assert(
    fc.property(text, (bytes) => {
      try {
        for (const { value } of parseGoenv(bytes, "f", "/p").lines)
          assert.doesNotMatch(value, /[\n\t]/);
      } catch (error) {
        assert.ok(error instanceof GosteadError && error.code === "bad-setting", String(error));
      }
    }),
    { numRuns: 3000 },
  );
});

test("tags join those that are there", () => {
  assert.equal(withTags("", "a,b"), "-tags=a,b");
  assert.equal(withTags("-mod=mod", "a"), "-mod=mod -tags=a");
  assert.equal(withTags("-tags=x -v", "a"), "-tags=x,a -v");
  assert.equal(withTags("-v -tags=x", "a"), "-v -tags=x,a");
});

test("what was allowed counts for these bytes at this place, and joins GOFLAGS once", async () => {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "gostead-goenv-")));
  const [file, home, cwd] = [join(root, ".goenv"), layoutOf(join(root, "home")), join(root, "a/b")];
  try {
    mkdirSync(cwd, { recursive: true });
    writeFileSync(file, "GO_BUILD_TAGS=prod\nGOARM=7\nGOPROXY=off\n");
    const where = { cwd, home, uid: process.getuid?.() };
    const env = { GOFLAGS: "-v", PATH: "/bin" };
    assert.deepEqual(goenvEnv(env, where), env);
    const bytes = readFileSync(file);
    const { lines } = parseGoenv(bytes, file, root);
    const ours = lines.filter(({ lowers }) => lowers === undefined);
    await keepGoenv({ path: file, bytes, lines: ours }, home);
    const set = { GOFLAGS: "-v -tags=prod", GOARM: "7", PATH: "/bin" };
    assert.deepEqual(goenvEnv(env, where), set);
    assert.deepEqual(goenvEnv(set, where), set);
    writeFileSync(file, `${bytes}#\n`);
    assert.deepEqual(goenvEnv(env, where), env);
  } finally {
    rmSync(root, { recursive: true });
  }
});
