// `gostead setup team` with templates from a server, in places that may not be written, and back byte for byte.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { existsSync, readdirSync } from "node:fs";
import { mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import test from "node:test";
import { type Home, runGostead, snapshot, withHome } from "../support/home.ts";
import { serve } from "../support/loopback.ts";
import { noMounts, withMounts } from "../support/mount.ts";
import { mismatches } from "../support/schema.ts";

const TEMPLATE = 'GO_VERSION="1.22.6"\nGO_BUILD_TAGS="prod"\nGOCACHE=.gocache\nGOFLAGS=\'-x=$a\'\n';
const schema = new URL("../../docs/reference/schema/setup.json", import.meta.url);

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

/** A repository in a home of its own. */
async function withProject(use: (home: Home, cwd: string) => Promise<void>): Promise<void> {
  await withHome(async (home) => {
    const cwd = join(home.user, "p");
    await mkdir(join(cwd, ".git"), { recursive: true });
    await use(home, cwd);
  });
}

test("an address: fetched once, kept, followed through a redirect; the fields stand as it says", async (t) => {
  const server = await serve(t, (req, res) => {
    if (req.url === "/old") res.writeHead(302, { location: "/team" }).end();
    else res.end(TEMPLATE);
  });
  await withProject(async (home, cwd) => {
    const words = ["--template", `${server.url}/old`, "--sha256", sha256(TEMPLATE), "--yes"];
    const ran = await runGostead(["setup", "team", "--json", ...words], { home, cwd });
    assert.equal(ran.code, 0, ran.stderr);
    assert.deepEqual(mismatches(JSON.parse(ran.stdout), schema), []);
    const goenv = await readFile(join(cwd, ".goenv"), "utf8");
    assert.deepEqual(
      goenv.split("\n").filter((line) => /^[A-Z]/.test(line)),
      ['GO_VERSION="1.22.6"', 'GO_BUILD_TAGS="prod"', 'GOCACHE=".gocache"', "GOFLAGS='-x=$a'"],
    );
    assert.equal(await readFile(join(cwd, ".go-version"), "utf8"), "1.22.6\n");
    const seen = server.seen.length;
    assert.equal((await runGostead(["setup", "team", ...words], { home, cwd })).code, 0);
    assert.equal(server.seen.length, seen);
    const drift = await runGostead(["doctor", "pins", "--only", "template-drift"], { home, cwd });
    assert.equal(drift.code, 0, drift.stdout);
  });
});

test("other bytes than the hash says, too many, or none: nothing is changed or kept", async (t) => {
  const server = await serve(t, (req, res) => {
    if (req.url === "/big") res.end("x".repeat(1 << 20));
    else if (req.url === "/gone") res.writeHead(404).end();
    else res.end(`${TEMPLATE}\n`);
  });
  const cases: readonly [string, number, RegExp][] = [
    ["/other", 4, /\[hash-mismatch\]/],
    ["/big", 3, /\[bad-answer\]/],
    ["/gone", 3, /\[not-available\]\n.*template's address/],
  ];
  await withProject(async (home, cwd) => {
    const before = await snapshot(cwd);
    for (const [path, code, message] of cases) {
      const words = ["--template", `${server.url}${path}`, "--sha256", sha256(TEMPLATE), "--yes"];
      const ran = await runGostead(["setup", "team", ...words], { home, cwd });
      assert.equal(ran.code, code, ran.stderr);
      assert.match(ran.stderr, message);
    }
    assert.deepEqual(await snapshot(cwd), before);
    assert.equal(existsSync(join(home.gostead, "templates")), false);
  });
});

test("a copy that was altered is not believed: it is fetched again", async (t) => {
  const server = await serve(t, (_, res) => void res.end(TEMPLATE));
  await withProject(async (home, cwd) => {
    const kept = join(home.gostead, "templates");
    await mkdir(kept, { recursive: true });
    await writeFile(join(kept, sha256(TEMPLATE)), "GO_VERSION=1.1\n");
    const words = ["--template", `${server.url}/t`, "--sha256", sha256(TEMPLATE), "--yes"];
    assert.equal((await runGostead(["setup", "team", ...words], { home, cwd })).code, 0);
    assert.equal(await readFile(join(cwd, ".go-version"), "utf8"), "1.22.6\n");
    assert.equal(await readFile(join(kept, sha256(TEMPLATE)), "utf8"), TEMPLATE);
  });
});

const TEXTS = { none: undefined, empty: "", bare: "a=1", crlf: "a=1\r\nb=2\r\n" };

for (const [name, text] of Object.entries(TEXTS)) {
  test(`undo and --remove give back every byte: ${name}`, async () => {
    await withProject(async (home, cwd) => {
      const files = [".goenv", ".envrc", ".gitignore"];
      if (text !== undefined) {
        for (const file of files) await writeFile(join(cwd, file), text);
      }
      const before = await snapshot(cwd);
      const go = (...words: string[]) => runGostead(words, { home, cwd });
      assert.equal((await go("setup", "team", "1.22.6", "--yes")).code, 0);
      assert.notDeepEqual(await snapshot(cwd), before);
      assert.equal((await go("undo")).code, 0);
      assert.deepEqual(await snapshot(cwd), before);
      assert.equal((await go("setup", "team", "1.22.6", "--yes")).code, 0);
      assert.equal((await go("setup", "team", "--remove", "--yes")).code, 0);
      assert.equal((await go("unpin", "-q")).code, 0);
      assert.deepEqual(await snapshot(cwd), before);
    });
  });
}

test("what setup writes, allow reads and the shim obeys", async () => {
  await withProject(async (home, cwd) => {
    const go = (...words: string[]) => runGostead(words, { home, cwd });
    assert.equal((await go("setup", "team", "1.22.6", "--yes")).code, 0);
    assert.equal((await go("allow", ".goenv")).code, 0);
    const why = await go("why", "--json");
    assert.match(why.stdout, /1\.22\.6/);
    assert.doesNotMatch(why.stderr, /conflict|disagree/);
  });
});

test("a directory that may not be written: exit 3, and nothing is changed", {
  skip: noMounts,
}, async () => {
  await withProject(async (home, cwd) => {
    await withMounts([[cwd, "ro"]], async () => {
      const ran = await runGostead(["setup", "team", "1.22.6", "--yes"], { home, cwd });
      assert.equal(ran.code, 3, ran.stderr);
      assert.deepEqual(readdirSync(cwd), []);
    });
  });
});

test("a template that leads out of the project is not read by doctor", async () => {
  await withProject(async (home, cwd) => {
    await writeFile(join(home.user, "secret"), "TOKEN=abc\n");
    await symlink("../secret", join(cwd, "t"));
    const hash = sha256("TOKEN=abc\n");
    for (const name of ["./t", "./../secret"]) {
      const line = `# gostead template: ${name} sha256:${hash}\n`;
      await writeFile(join(cwd, ".goenv"), `${line}GO_VERSION=1.22.6\nGO_BUILD_TAGS=\n`);
      const ran = await runGostead(["doctor", "pins", "--only", "template-drift"], { home, cwd });
      assert.equal(ran.code, 3, ran.stdout);
      assert.doesNotMatch(ran.stdout, /abc/);
    }
  });
});
