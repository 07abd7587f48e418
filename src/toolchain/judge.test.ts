// Trees of other makers (S12): what they are, with a manifest of our own and with the zip's directory alone.
import assert from "node:assert/strict";
import {
  cpSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { after, type TestContext, test } from "node:test";
import { crc32 } from "node:zlib";
import { openPool } from "#store/pool.ts";
import { ignoreRange, ON, status } from "../../test/support/lies.ts";
import { publish } from "../../test/support/publish.ts";
import { toyToolchain } from "../../test/support/toolchain.ts";
import { copyWorks, openWorks, releaseOf, type Works } from "../../test/support/works.ts";
import { install } from "./install.ts";
import { treePath } from "./installed.ts";
import { judgeTree } from "./judge.ts";
import { receiptPath } from "./receipt.ts";
import { uninstall } from "./uninstall.ts";

const RELEASE = releaseOf("1.22.6");
const pool = openPool(1);
after(() => pool.close());

/** Two contents of one size and one CRC-32, found by trying: 2^17 tries make one all but sure. */
function twins(): readonly [Buffer, Buffer] {
  const known = new Map<number, Buffer>();
  for (let n = 0; ; n++) {
    const content = Buffer.from(`package x // ${String(n * 7919).padStart(12, "0")}\n`);
    const other = known.get(crc32(content));
    if (other !== undefined) return [other, content];
    known.set(crc32(content), content);
  }
}
const [PUBLISHED, FORGED] = twins();

const original = await openWorks({ after }, []);
const toy = toyToolchain("1.22.6", "linux-amd64");
original.proxy.publish(
  publish({ ...toy, files: new Map([...toy.files, ["src/x.go", PUBLISHED]]) }),
);
await install(RELEASE, original.engine);
const foreign = join(original.outside, "foreign");
cpSync(treePath(original.engine.home, RELEASE), foreign, { recursive: true });

/** A copy of the tree as somebody else would keep it, and what it is said to be. */
async function site(t: TestContext, known: "manifest" | "directory") {
  const works = copyWorks(t, original);
  if (known === "directory") await uninstall(RELEASE, works.engine);
  const root = join(works.outside, "go");
  cpSync(foreign, root, { recursive: true });
  const judged = async () => {
    const { verdict, problems, reason } = await judgeTree(root, works.engine, pool);
    const named = problems.map(({ kind, path }) => `${kind} ${path}`);
    return [verdict, ...named, ...(reason === undefined ? [] : [reason])];
  };
  return { works, root, judged, at: (name: string) => join(root, name) };
}

const put = (path: string, content: string | Buffer) =>
  rmSync(path) ?? writeFileSync(path, content);

for (const known of ["manifest", "directory"] as const) {
  test(`by ${known}: whole, as the module cache or an archive unpacked by hand has it`, async (t) => {
    const { judged, at } = await site(t, known);
    writeFileSync(at("NOTES"), "mine");
    assert.deepEqual(await judged(), ["proven"]);
    for (const name of ["src", "src/cmd"]) rmSync(at(`${name}/_go.mod`));
    assert.deepEqual(await judged(), ["proven"]);
  });

  test(`by ${known}: changed, gone, added, linked, and both names of go.mod apart`, async (t) => {
    const { judged, at } = await site(t, known);
    put(at("bin/go"), "#!/bin/sh\n");
    rmSync(at("src/io/io.go"));
    renameSync(at("src/fmt"), at("../fmt"));
    symlinkSync(at("../fmt"), at("src/fmt"));
    writeFileSync(at("src/os/evil.go"), "package os\n");
    put(at("src/go.mod"), "module evil\n");
    const [verdict, ...problems] = await judged();
    assert.equal(verdict, "altered");
    assert.deepEqual(problems.sort(), [
      "added src/os/evil.go",
      "changed bin/go",
      "changed src/go.mod",
      "missing src/io/io.go",
      "type src/fmt",
    ]);
  });

  test(`by ${known}: size and CRC-32 kept is altered all the same`, async (t) => {
    const { judged, at } = await site(t, known);
    put(at("src/x.go"), FORGED);
    const [verdict, problem = ""] = await judged();
    assert.equal(verdict, "altered");
    assert.match(problem, known === "manifest" ? /^changed src\/x\.go$/ : /CRC-32 were kept/);
  });

  test(`by ${known}: a packager's go.env is named as that, any other line is an alteration`, async (t) => {
    const { judged, at } = await site(t, known);
    const text = readFileSync(at("go.env"), "utf8");
    put(at("go.env"), text.replace("GOTOOLCHAIN=auto", "GOTOOLCHAIN=local"));
    assert.deepEqual(await judged(), [
      "packaged",
      "changed go.env",
      "its packager's go.env sets GOTOOLCHAIN=local",
    ]);
    put(at("go.env"), `# packaged\n${text}`);
    assert.match((await judged()).at(-1) ?? "", /has other comments/);
    put(at("go.env"), `${text}GOFLAGS=-toolexec=/tmp/evil\n`);
    assert.deepEqual(await judged(), ["altered", "changed go.env"]);
  });
}

test("nobody can tell: no VERSION, no network, never published", async (t) => {
  const { works, judged, root, at } = await site(t, "directory");
  works.proxy.lie(status(ON.all, 404));
  assert.equal((await judged())[0], "unknown");
  put(at("VERSION"), "devel\n");
  assert.deepEqual(await judged(), ["unknown", "it has no VERSION file of a Go release"]);
  rmSync(root, { recursive: true });
  mkdirSync(root);
  assert.equal((await judged())[0], "unknown");
});

const proves = async ({ engine }: Works, root: string) =>
  assert.equal((await judgeTree(root, engine, pool)).verdict, "proven");

test("a receipt of ours that does not hold is no witness: the log is asked; without ranges too", async (t) => {
  const { works, root } = await site(t, "manifest");
  writeFileSync(receiptPath(works.engine.home, RELEASE), "{}");
  works.proxy.lie(ignoreRange(ON.zip));
  await proves(works, root);
  assert.match(works.said.join(), /receipt of go1\.22\.6\.linux-amd64 is damaged.*asking the log/);
});
