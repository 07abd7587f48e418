// Labels as trees: shared with their release, proven, kept by whatever removes or repairs; and what a definition may say.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  copyFileSync,
  existsSync,
  lstatSync,
  readdirSync,
  readlinkSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { after, type TestContext, test } from "node:test";
import fc from "fast-check";
import { install } from "#toolchain/install.ts";
import { treePath } from "#toolchain/installed.ts";
import { labelPath, labelTree, parseLabelName } from "#toolchain/labelled.ts";
import { prune } from "#toolchain/prune.ts";
import { repair, repairTree } from "#toolchain/repair.ts";
import { uninstall } from "#toolchain/uninstall.ts";
import { verifyInstalled, verifyTree } from "#toolchain/verify.ts";
import { copyWorks, openWorks, releaseOf, type Works } from "../../test/support/works.ts";
import { code } from "../../test/support/zipcase.ts";
import { addLabel, removeLabel } from "./add.ts";
import { type Definition, loweredBy, parseDefinition, VARIABLES } from "./definition.ts";
import { findToolchain, requireLabelName } from "./find.ts";
import { listLabels } from "./label.ts";
import { parsePolicy } from "./policy.ts";

const PROD = requireLabelName("1.22.6@prod");
const RELEASE = releaseOf("1.22.6");
const plain = define({});
const base: Works = await openWorks({ after }, ["1.22.6"]);
await install(RELEASE, base.engine);

function define(value: unknown): Definition {
  const definition = parseDefinition(value);
  assert.ok(!("problem" in definition), JSON.stringify(definition));
  return definition;
}

async function labelled(t: TestContext) {
  const works = copyWorks(t, base);
  const { engine } = works;
  await addLabel(PROD, plain, engine);
  return { works, engine, tree: labelTree(engine.home, PROD), own: treePath(engine.home, RELEASE) };
}

/** Puts other bytes into a file in place, as an editor with the right to would: every link of the inode changes. */
function alter(path: string): void {
  chmodSync(path, 0o755);
  writeFileSync(path, "altered");
}

test("a label's tree is its release's, file by file, by the same inodes, and nothing is left in staging", async (t) => {
  const { engine, tree, own } = await labelled(t);
  const names = (root: string) => readdirSync(root, { recursive: true, encoding: "utf8" }).sort();
  assert.deepEqual(names(tree), names(own));
  if (lstatSync(join(own, "bin/go")).nlink > 1) {
    assert.equal(statSync(join(tree, "bin/go")).ino, statSync(join(own, "bin/go")).ino);
  }
  assert.equal(
    readlinkSync(join(engine.home.links, "1.22.6@prod")),
    "../labels/1.22.6@prod/goroot",
  );
  assert.deepEqual(readdirSync(engine.home.staging), []);
  const { problems, path } = await verifyTree(findToolchain("1.22.6@prod", engine), engine);
  assert.deepEqual([problems, path], [[], tree]);
});

test("nothing is made of an altered object; no label, no staging", async (t) => {
  const { engine } = copyWorks(t, base);
  const own = treePath(engine.home, RELEASE);
  alter(join(own, "src/fmt/print.go"));
  if (lstatSync(join(own, "src/fmt/print.go")).nlink === 1) return t.skip("clones share nothing");
  await assert.rejects(addLabel(PROD, plain, engine), code("altered-tree"));
  assert.ok(!existsSync(labelPath(engine.home, PROD)));
  assert.deepEqual(readdirSync(engine.home.staging), []);
});

test("repair of either tree mends the other; the label's own loss is mended too", async (t) => {
  const { engine, tree, own } = await labelled(t);
  const both = async () => [
    (await verifyInstalled(RELEASE, engine)).problems.length,
    (await verifyTree({ release: RELEASE, path: tree }, engine)).problems.length,
  ];
  alter(join(own, "src/fmt/print.go"));
  assert.ok((await both())[0] !== 0);
  await repair(RELEASE, engine);
  assert.deepEqual(await both(), [0, 0]);
  alter(join(tree, "src/fmt/print.go"));
  rmSync(join(tree, "bin/gofmt"));
  writeFileSync(join(tree, "src/fmt/added.go"), "package fmt\n");
  await repairTree({ release: RELEASE, path: tree }, engine);
  assert.deepEqual(await both(), [0, 0]);
});

test("a labelled release is neither uninstalled nor pruned; without the label both work", async (t) => {
  const { engine, tree } = await labelled(t);
  await assert.rejects(uninstall(RELEASE, engine), code("has-labels"));
  const late = { ...engine, nowMs: () => engine.nowMs() + 900 * 86_400_000 };
  const request = { unusedDays: 1, spared: [], dryRun: false };
  assert.deepEqual((await prune(request, late)).removed, []);
  assert.deepEqual((await verifyTree({ release: RELEASE, path: tree }, engine)).problems, []);
  assert.ok((await removeLabel(PROD, false, engine)) > 0);
  assert.ok(!existsSync(join(engine.home.links, "1.22.6@prod")));
  assert.deepEqual(listLabels(engine), []);
  await uninstall(RELEASE, engine);
});

test("what a process runs goes only by force", {
  skip: !existsSync("/proc/self/exe"),
}, async (t) => {
  const { engine, tree } = await labelled(t);
  const program = join(tree, "bin/gofmt");
  rmSync(program);
  copyFileSync("/bin/sleep", program);
  chmodSync(program, 0o755);
  const child = spawn(program, ["60"]);
  await once(child, "spawn");
  try {
    await assert.rejects(removeLabel(PROD, false, engine), code("in-use"));
    assert.ok(existsSync(tree));
    await removeLabel(PROD, true, engine);
  } finally {
    child.kill();
  }
});

test("added again: the same is present, another is refused; default is nobody's", async (t) => {
  const { engine } = await labelled(t);
  assert.equal((await addLabel(PROD, plain, engine)).status, "present");
  await assert.rejects(addLabel(PROD, define({ owner: "me" }), engine), code("usage"));
  const none = requireLabelName("1.22.6@default");
  await assert.rejects(addLabel(none, plain, engine), code("usage"));
  assert.equal(findToolchain("1.22.6@default", engine).label, undefined);
});

test("two at once make one label", async (t) => {
  const { engine } = copyWorks(t, base);
  const made = await Promise.all([addLabel(PROD, plain, engine), addLabel(PROD, plain, engine)]);
  assert.deepEqual(made.map(({ status }) => status).sort(), ["added", "present"]);
});

test("a damaged or newer description is told, and goes only by force", async (t) => {
  const { engine } = await labelled(t);
  const file = join(labelPath(engine.home, PROD), "label.json");
  const texts: readonly (readonly [string, "bad-setting" | "newer-format"])[] = [
    ["{", "bad-setting"],
    ['{"format":2,"version":"1.22.6","label":"prod"}', "newer-format"],
    ['{"format":1,"version":"1.22.5","label":"prod"}', "bad-setting"],
    ['{"format":1,"version":"1.22.6","label":"prod","env":{"PATH":"/x"}}', "bad-setting"],
  ];
  for (const [text, expected] of texts) {
    writeFileSync(file, text);
    assert.throws(() => listLabels(engine), code(expected), text);
  }
  await assert.rejects(removeLabel(PROD, false, engine), code("bad-setting"));
  await removeLabel(PROD, true, engine);
});

test("names: what may be a directory below labels and a word of the shim, and nothing else", () => {
  for (const good of ["1.22.6@prod", "1.25rc1@a", "1.22.6@0.x_y-z", "1.20@old"]) {
    assert.ok(parseLabelName(good), good);
  }
  const bad = ["1.22.3@", "@prod", "1.22.3@../x", "1.22.3@..", "1.22.3@a@b", "1.22.3@A", "x@y", ""];
  for (const text of [...bad, "1.22.3@a/b", "1.22.3@a\n", `1.22.3@${"a".repeat(33)}`, "stable@a"]) {
    assert.equal(parseLabelName(text), undefined, text);
  }
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      const name = parseLabelName(`1.22.6@${text}`);
      assert.equal(name !== undefined, /^[a-z0-9._-]{1,32}$/.test(text) && !text.includes(".."));
    }),
  );
});

test("a definition holds allowed variables of one line, whatever it is given", () => {
  const refused = [
    ...["PATH", "LD_PRELOAD", "GOROOT", "GOPATH", "GOENV", "CC", "GOTOOLCHAIN", "gopROXY"].map(
      (name) => ({ env: { [name]: "x" } }),
    ),
    ...["", "a\nb", "a\0b", "\u001b[2J", "x".repeat(4097)].map((value) => ({
      env: { GOFLAGS: value },
    })),
    ...[[], "x", null, 1, { env: [] }, { env: { GOFLAGS: 1 } }, { readOnly: "maybe" }, { no: 1 }],
    ...[{ toolchain: "path" }, { description: "a\nb" }, JSON.parse('{"env":{"__proto__":"x"}}')],
  ];
  for (const value of refused)
    assert.ok("problem" in parseDefinition(value), JSON.stringify(value));
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const definition = parseDefinition({ env: value });
      if ("problem" in definition) return;
      for (const name of definition.env.keys()) assert.ok(VARIABLES.includes(name));
    }),
  );
});

test("policy files: plain YAML, nothing that hides", () => {
  const parse = (text: string | Uint8Array) => parsePolicy(Buffer.from(text), "p.yaml");
  assert.deepEqual(parse(""), plain);
  assert.deepEqual(
    parse("readOnly: true\nenv:\n  GOAMD64: v3\n  CGO_ENABLED: 0\n"),
    define({ readOnly: true, env: { GOAMD64: "v3", CGO_ENABLED: "0" } }),
  );
  const bad = [
    "a: &x 1\nb: *x",
    "env: &e {}",
    "- x",
    "env: !!js x",
    "env: {}\nenv: {}",
    "a: {",
    "x",
  ];
  for (const text of [...bad, "---\n{}\n---\n{}", Buffer.from([0xff]), "#".repeat(70_000)]) {
    assert.throws(() => parse(text), code("bad-setting"), String(text).slice(0, 20));
  }
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      try {
        parsePolicy(bytes, "p.yaml");
      } catch (error) {
        assert.ok(code("bad-setting")(error));
      }
    }),
  );
});

test("what lowers the guard is told", () => {
  const lowered = (env: Record<string, string>) => loweredBy(define({ env })).length;
  assert.equal(lowered({ GOSUMDB: "off", GONOSUMDB: "a,*", GOINSECURE: "x" }), 3);
  for (const flag of ["-toolexec=x", "-v --overlay=y", "-modfile=z", "-exec=w"]) {
    assert.equal(lowered({ GOFLAGS: flag }), 1, flag);
  }
  assert.equal(
    lowered({ GOSUMDB: "sum.example", GONOSUMDB: "a", GOFLAGS: "-trimpath -tags=exec" }),
    0,
  );
});
