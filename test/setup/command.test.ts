// `gostead setup` as a person runs it: files of every kind come back byte for byte, links and modes stay, two runs
// make one block, what is refused changes nothing; and what it prints as JSON fits its schema.
import assert from "node:assert/strict";
import { chmod, chown, lstat, mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import test from "node:test";
import { type Home, runGostead, snapshot, withHome } from "../support/home.ts";
import { mismatches } from "../support/schema.ts";

const env = { SHELL: "/bin/bash" };
const isRoot = process.getuid?.() === 0;

async function gostead(home: Home, ...args: string[]) {
  return await runGostead(args, { home, env });
}

async function setUp(home: Home): Promise<void> {
  assert.equal((await gostead(home, "activate", "--write-shims", "-q")).code, 0);
}

const BEFORES: Readonly<Record<string, string>> = {
  "no newline at the end": "a=1\nb=2",
  "CRLF, no newline": "a=1\r\nb=2",
  CRLF: "a=1\r\nb=2\r\n",
  empty: "",
  "bytes that are no text": "a=\u00ff\u0001\n",
};

for (const [name, before] of Object.entries(BEFORES)) {
  test(`twice makes one block, --remove gives back every byte: ${name}`, async () => {
    await withHome(async (home) => {
      await setUp(home);
      const bashrc = join(home.user, ".bashrc");
      await writeFile(bashrc, before, "latin1");
      const first = await snapshot(home.user);
      for (const _ of [1, 2]) {
        const ran = await gostead(home, "setup", "bash", "--yes", "-q");
        assert.equal(ran.code, 0, ran.stderr);
      }
      const text = await readFile(bashrc, "latin1");
      assert.equal(text.split("# >>> gostead >>>").length, 2);
      const ran = await gostead(home, "setup", "bash", "--remove", "--yes", "-q");
      assert.equal(ran.code, 0, ran.stderr);
      assert.deepEqual(await snapshot(home.user), first);
    });
  });
}

test("a linked dotfile stays a link, and the file behind it keeps its mode", async () => {
  await withHome(async (home) => {
    await setUp(home);
    const real = join(home.user, "dotfiles", "bashrc");
    await mkdir(join(home.user, "dotfiles"));
    await writeFile(real, "a=1\n");
    await chmod(real, 0o640);
    await symlink("dotfiles/bashrc", join(home.user, ".bashrc"));
    assert.equal((await gostead(home, "setup", "bash", "--yes")).code, 0);
    assert.ok((await lstat(join(home.user, ".bashrc"))).isSymbolicLink());
    assert.equal((await lstat(real)).mode & 0o777, 0o640);
    assert.match(await readFile(real, "utf8"), /^a=1\n# >>> gostead >>>\n/);
  });
});

test("one file that may not be changed: an error, and no other file is", async () => {
  await withHome(async (home) => {
    await setUp(home);
    await writeFile(join(home.user, ".profile"), "p=1\n");
    await writeFile(join(home.user, ".bashrc"), "a=1\n");
    await chmod(join(home.user, ".profile"), 0o400);
    const before = await snapshot(home.user);
    const ran = await gostead(home, "setup", "bash", "--yes");
    assert.equal(ran.code, 3);
    assert.match(ran.stderr, /\.profile": it is read-only \[no-permission\]/);
    assert.deepEqual(await snapshot(home.user), before);
  });
});

test("half a block is not touched", async () => {
  await withHome(async (home) => {
    await setUp(home);
    await writeFile(join(home.user, ".bashrc"), "# >>> gostead >>>\na=1\n");
    const before = await snapshot(home.user);
    const ran = await gostead(home, "setup", "bash", "--yes");
    assert.equal(ran.code, 3);
    assert.match(ran.stderr, /lost one of its two marks.*\[cannot-edit\]/);
    assert.deepEqual(await snapshot(home.user), before);
  });
});

const needsRoot = isRoot ? false : "only root changes everybody's files";
test("everybody's PATH never names what somebody else could write", {
  skip: needsRoot,
}, async () => {
  await withHome(async (home) => {
    await setUp(home);
    // The temp directory of this test is private to root, and sticky above: sound.
    const sound = await gostead(home, "setup", "profile.d", "environment", "--dry-run");
    assert.equal(sound.code, 0, sound.stderr);
    await chmod(join(home.gostead, "shims"), 0o777);
    const open = await gostead(home, "setup", "environment", "--yes");
    assert.equal(open.code, 2);
    assert.match(open.stderr, /shims can be written by others than root/);
    await chmod(join(home.gostead, "shims"), 0o755);
    await chown(join(home.gostead, "shims"), 65534, 65534);
    for (const words of [["profile.d"], ["environment"], ["systemd", "nginx"]]) {
      const ran = await gostead(home, "setup", ...words, "--yes");
      assert.equal(ran.code, 2, words.join(" "));
      assert.match(ran.stderr, /belongs to user 65534.*\[bad-setting\]/);
    }
  });
});

test("JSON fits its schemas", async () => {
  await withHome(async (home) => {
    await setUp(home);
    const schemaOf = (name: string) =>
      new URL(`../../docs/reference/schema/${name}.json`, import.meta.url);
    const cases = [
      ["setup", ["setup", "--json", "--dry-run"]],
      ["setup", ["setup", "bash", "zsh", "--json", "--yes"]],
      ["setup", ["setup", "bash", "--remove", "--json", "--yes"]],
      ["setup-verify", ["setup", "--verify", "--json"]],
      ["doctor", ["doctor", "path", "shell", "--json"]],
    ] as const;
    for (const [schema, args] of cases) {
      const { stdout, stderr } = await gostead(home, ...args);
      assert.deepEqual(mismatches(JSON.parse(stdout), schemaOf(schema)), [], stdout + stderr);
    }
  });
});
