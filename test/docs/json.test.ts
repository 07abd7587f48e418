// What every command prints with --json, held against docs/reference/schema: real
// output of the bundle, with toy toolchains from a proxy on loopback.
import assert from "node:assert/strict";
import { cpSync, readFileSync } from "node:fs";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import test from "node:test";
import { type Arena, installs, withArena } from "../support/arena.ts";
import type { Ran } from "../support/home.ts";
import { mismatches } from "../support/schema.ts";

const schemaOf = (name: string) =>
  new URL(`../../docs/reference/schema/${name}.json`, import.meta.url);

/** The objects printed, each of which must fit the schema. */
function printed(ran: Ran, schema: string): Record<string, unknown>[] {
  assert.match(ran.stdout, /^\{.*\}\n$/s, ran.stderr);
  const objects = ran.stdout
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  for (const one of objects) {
    assert.deepEqual(mismatches(one, schemaOf(schema)), [], JSON.stringify(one));
  }
  return objects;
}

/** `key.inner` of an object; undefined where there is none. */
function at(object: Record<string, unknown>, path: string): unknown {
  return path
    .split(".")
    .reduce<unknown>((one, key) => (one as Record<string, unknown> | undefined)?.[key], object);
}

test("install: every field that was promised, for a first, a next and a present version", async () => {
  await withArena(async (arena) => {
    const promised =
      "version platform path source status bytesFetched requests filesTotal filesFetched filesReused bytesOnDisk ms proof.kind proof.log proof.record proof.h1 proof.treeSize proof.rootHash".split(
        " ",
      );
    const [foretold] = printed(
      await arena.run("install", "1.22.5", "-n", "--json"),
      "install-dry-run",
    );
    assert.equal(foretold?.status, "missing");
    for (const [status, reused] of [
      ["installed", false],
      ["installed", true],
      ["present", true],
    ] as const) {
      const version = status === "present" || reused ? "1.22.6" : "1.22.5";
      const [one] = printed(await arena.run("install", version, "--json"), "install");
      assert.ok(one);
      for (const field of promised) assert.notEqual(at(one, field), undefined, field);
      assert.equal(one.status, status);
      // The one empty file is never fetched.
      assert.equal(Number(one.filesReused) > 1, reused);
      assert.equal(Number(one.filesFetched) + Number(one.filesReused), one.filesTotal);
    }
  });
});

test("install: several versions are several lines, and one that fails is an error line", async () => {
  await withArena(async (arena) => {
    const ran = await arena.run("install", "1.22.5", "1.99", "1.22.6", "--json");
    assert.equal(ran.code, 2);
    const [first, second, third] = ran.stdout.trimEnd().split("\n");
    for (const [line, schema] of [
      [first, "install"],
      [second, "error"],
      [third, "install"],
    ] as const) {
      assert.deepEqual(mismatches(JSON.parse(line ?? ""), schemaOf(schema)), []);
    }
  });
});

test("verify and its repair: whole, altered, by path", async () => {
  await withArena(async (arena) => {
    await installs(arena, "1.22.6");
    const [whole] = printed(await arena.run("verify", "1.22.6", "--json"), "verify");
    for (const field of "version path ok filesChecked problems proof".split(" ")) {
      assert.ok(whole !== undefined && field in whole, field);
    }
    const copy = join(arena.home.user, "copy");
    cpSync(String(whole?.path), copy, { recursive: true });
    await rm(join(String(whole?.path), "bin/gofmt"));
    const ran = await arena.run("verify", "1.22.6", "--json");
    assert.equal(ran.code, 4);
    const [altered] = printed(ran, "verify");
    assert.deepEqual(altered?.problems, [{ kind: "missing", path: "bin/gofmt" }]);
    const [mended] = printed(await arena.run("verify", "1.22.6", "--repair", "--json"), "verify");
    assert.deepEqual(mended?.repaired, ["bin/gofmt"]);
    const [judged] = printed(await arena.run("verify", copy, "--json"), "verify-path");
    assert.equal(judged?.verdict, "proven");
    const [unknown] = printed(await arena.run("verify", arena.home.tmp, "--json"), "verify-path");
    assert.equal(unknown?.verdict, "unknown");
  });
});

test("list in all its kinds", async () => {
  await withArena(async (arena) => {
    await installs(arena, "1.22.5");
    const [listed] = printed(await arena.run("list", "--json"), "list");
    for (const field of "version platform path bytes exclusiveBytes proven active".split(" ")) {
      assert.ok(listed !== undefined && field in listed, field);
    }
    assert.equal(printed(await arena.run("list", "--remote", "--json"), "list-remote").length, 2);
    const [outdated] = printed(await arena.run("list", "--outdated", "--json"), "list-outdated");
    assert.equal(outdated?.newest, "1.22.6");
    await mkdir(join(arena.home.user, "sdk"));
    cpSync(String(listed?.path), join(arena.home.user, "sdk/go1.22.5"), { recursive: true });
    const found = printed(await arena.run("list", "--found", "--json"), "list-found");
    assert.ok(found.some(({ keeper, verdict }) => keeper === "~/sdk" && verdict === "proven"));
    await writeFile(receiptOf(arena), "{");
    const [damaged] = printed(await arena.run("list", "--json"), "list");
    assert.equal(damaged?.proven, false);
    assert.match(String(damaged?.reason), /damaged/);
  });
});

function receiptOf({ home }: Arena): string {
  return join(home.gostead, "receipts", `go1.22.5.${platformName()}.json`);
}

function platformName(): string {
  const arch = { x64: "amd64", arm64: "arm64" }[process.arch as string] ?? process.arch;
  return `${process.platform}-${arch}`;
}

test("every other command", async () => {
  await withArena(async (arena) => {
    printed(await arena.run("--json"), "overview");
    printed(await arena.run("default", "--json"), "default");
    await installs(arena, "1.22.5");
    printed(await arena.run("default", "1.22", "--json"), "default");
    printed(await arena.run("default", "--json"), "default");
    printed(await arena.run("default", "system", "--json"), "default");
    printed(await arena.run("rollback", "--dry-run", "--json"), "rollback");
    printed(await arena.run("rollback", "--json"), "rollback");
    const listed = printed(await arena.run("rollback", "--list", "--json"), "rollback-list");
    assert.deepEqual(
      listed.map((one) => one.active),
      [false, true],
    );
    printed(await arena.run("--json"), "overview");
    printed(await arena.run("current", "--json"), "current");
    printed(await arena.run("which", "--json"), "which");
    printed(await arena.run("where", "--json"), "where");
    const files = printed(await arena.run("manifest", "1.22.5", "--json"), "manifest");
    assert.ok(files.length > 20);
    printed(await arena.run("exec", "--each", "1.22", "--json", "--", "go", "version"), "exec");
    printed(await arena.run("sumdb", "check", "--json"), "sumdb-check");
    printed(await arena.run("completion", "zsh", "--json"), "completion");
    printed(await arena.run("activate", "bash", "--json"), "activate");
    printed(await arena.run("use", "--json"), "use");
    printed(await arena.run("deactivate", "--shell", "fish", "--json"), "deactivate");
    printed(await arena.run("prune", "--json"), "prune");
    printed(await arena.run("prune", "--unused", "0", "-n", "--json"), "prune");
    // The default goes by force alone.
    printed(await arena.run("uninstall", "1.22.5", "--json"), "error");
    printed(await arena.run("uninstall", "1.22.5", "--force", "-n", "--json"), "uninstall");
    printed(await arena.run("uninstall", "1.22.5", "--force", "--json"), "uninstall");
    printed(await arena.run("uninstall", "1.22.5", "--json"), "error");
    printed(await arena.run("frobnicate", "--json"), "error");
  });
});

test("a project's settings, allowed and revoked", async () => {
  await withArena(async (arena) => {
    const file = join(arena.home.user, "gostead.yaml");
    await writeFile(file, "go: 1.24\nlockTimeout: 5\ngoproxy: https://proxy.example.com\n");
    const [one] = printed(await arena.run("allow", "--json"), "allow");
    assert.deepEqual(one, { file, allowed: ["lockTimeout"], ignored: ["goproxy"], dryRun: false });
    const [overview] = printed(await arena.run("--json"), "overview");
    assert.deepEqual(overview && (overview.settings as Record<string, unknown>).lockTimeout, {
      value: 5,
      origin: { layer: "project", file, line: 2 },
    });
    const [back] = printed(await arena.run("allow", "--revoke", "--json"), "allow-revoke");
    assert.equal(back?.revoked, true);
  });
});

test("the checker refuses what does not fit", () => {
  const listed = {
    version: "1.22.5",
    platform: { os: "linux", arch: "amd64" },
    path: "/g",
    bytes: 1,
    exclusiveBytes: 1,
    proven: true,
    active: false,
  };
  const wrong = (change: object) => mismatches({ ...listed, ...change }, schemaOf("list"));
  assert.deepEqual(wrong({}), []);
  assert.deepEqual(wrong({ bytes: null }), []);
  assert.deepEqual(wrong({ bytes: "1" }), ['$.bytes is "1", no integer or null']);
  assert.deepEqual(wrong({ bytes: -1 }), ["$.bytes is -1, less than 0"]);
  assert.deepEqual(wrong({ extra: 1 }), ["$.extra is not in the schema"]);
  assert.deepEqual(wrong({ platform: { os: "linux" } }), ["$.platform $ lacks arch"]);
  assert.deepEqual(wrong({ path: "g" }), ['$.path "g" does not match ^/']);
  assert.deepEqual(
    mismatches({ shell: "tcsh", script: "gostead --complete" }, schemaOf("completion")),
    ['$.shell is "tcsh", not one of ["bash","zsh","fish"]'],
  );
});

test("every schema is named by the page of its command", () => {
  const pages = new URL("../../docs/reference/", import.meta.url);
  for (const name of ["install", "verify", "list"]) {
    const text = readFileSync(new URL(`${name}.md`, pages), "utf8");
    assert.match(text, new RegExp(`schema/${name}\\.json`));
  }
});
