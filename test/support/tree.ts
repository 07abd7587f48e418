/**
 * What an installed toy must be, told from the toy itself and not by gostead:
 * every published file with its bytes and mode, `go.mod` beside `_go.mod`, and
 * nothing else; and which objects a store then needs.
 */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { hash } from "node:crypto";
import {
  chmodSync,
  closeSync,
  existsSync,
  ftruncateSync,
  lstatSync,
  openSync,
  readdirSync,
  readFileSync,
  statSync,
  utimesSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import type { Arena } from "./arena.ts";
import { type Home, names, type Ran, runGostead } from "./home.ts";
import { toyToolchain, treeNames } from "./toolchain.ts";

/** Modes are a matter of names (security S3); these are the toy's programs and scripts. */
const EXECUTABLE = /^bin\/|^pkg\/tool\/|\/go_js_wasm_exec$|\.bash$/;

export function treeOf(home: Home, version: string): string {
  return join(home.gostead, "toolchains", `go${version}.linux-amd64`);
}

export function receiptOf(home: Home, version: string, kind: "json" | "manifest" = "json"): string {
  return join(home.gostead, "receipts", `go${version}.linux-amd64.${kind}`);
}

/** A copy of the home, hard links kept, below the same root. */
export function copyHome(home: Home): Home {
  const gostead = join(home.root, crypto.randomUUID());
  execFileSync("cp", ["-a", home.gostead, gostead]);
  return { ...home, gostead };
}

/** Writes into a file where it stands, as another program would: mode and times stay as they were. */
export function alter(path: string, change: (content: Buffer) => Buffer): void {
  const { mode, atime, mtime } = statSync(path);
  const content = change(readFileSync(path));
  chmodSync(path, 0o600);
  const fd = openSync(path, "r+");
  ftruncateSync(fd, content.length);
  writeSync(fd, content, 0, content.length, 0);
  closeSync(fd);
  chmodSync(path, mode);
  utimesSync(path, atime, mtime);
}

/** One bit changed in the middle. */
export function flipped(content: Buffer): Buffer {
  const copy = Buffer.from(content);
  const middle = copy.length >> 1;
  copy.writeUInt8(copy.readUInt8(middle) ^ 1, middle);
  return copy;
}

/** What `verify --json` said: its exit code and every problem as `kind path`. */
export async function verified(
  { env, home }: Pick<Arena, "env" | "home">,
  ...args: string[]
): Promise<Ran & { readonly problems: string[] }> {
  const ran = await runGostead(["verify", "--json", ...args], { home, env });
  const lines = ran.stdout.trim().split("\n").filter(Boolean);
  const results = lines.map((line) => JSON.parse(line) as { problems?: Problem[] });
  const problems = results.flatMap((result) => result.problems ?? []);
  return { ...ran, problems: problems.map(({ kind, path }) => `${kind} ${path}`) };
}

interface Problem {
  readonly kind: string;
  readonly path: string;
}

/** The published bytes of a file in the tree; `go.mod` stands for `_go.mod`. */
export function contentOf(version: string, name: string): Buffer {
  const { files } = toyToolchain(version);
  const content = files.get(name) ?? files.get(name.replace(/go\.mod$/, "_go.mod"));
  assert.ok(content, `the toy has no ${name}`);
  return content;
}

/** Fails unless the tree at `root` is the toy, byte for byte and mode for mode. */
export async function assertWhole(root: string, version: string): Promise<void> {
  const wanted = treeNames(toyToolchain(version));
  const found = (await names(root)).filter((name) => !lstatSync(join(root, name)).isDirectory());
  assert.deepEqual(found, wanted, `files of ${version}`);
  for (const name of wanted) {
    const status = lstatSync(join(root, name));
    assert.ok(status.isFile(), `${name} is no file`);
    assert.equal(status.mode & 0o7777, EXECUTABLE.test(name) ? 0o555 : 0o444, `mode of ${name}`);
    assert.ok(readFileSync(join(root, name)).equals(contentOf(version, name)), `bytes of ${name}`);
  }
}

/** Versions whose tree is visible; each must be whole and have its receipt. */
export async function assertNeverHalf(home: Home): Promise<string[]> {
  const all = await names(join(home.gostead, "toolchains"));
  const visible = all.filter((name) => /^go[^/]+$/.test(name));
  const versions = visible.map((name) => name.slice(2).replace(".linux-amd64", ""));
  for (const version of versions) {
    await assertWhole(treeOf(home, version), version);
    assert.ok(existsSync(receiptOf(home, version)), `${version} has no receipt`);
    assert.ok(existsSync(receiptOf(home, version, "manifest")), `${version} has no manifest`);
  }
  return versions;
}

/** The store's name for a file of a toy. */
export function objectOf(version: string, name: string): string {
  const digest = hash("sha256", contentOf(version, name));
  return `sha256/${digest.slice(0, 2)}/${digest}${EXECUTABLE.test(name) ? "-x" : ""}`;
}

export function objectPath(home: Home, version: string, name: string): string {
  return join(home.gostead, "store", objectOf(version, name));
}

/** Fails unless nothing lies about: staging empty, and in the store just what these versions hold. */
export async function assertTidy(home: Home, versions: readonly string[]): Promise<void> {
  const needed = versions.flatMap((version) =>
    [...toyToolchain(version).files]
      .filter(([, content]) => content.length > 0)
      .map(([name]) => objectOf(version, name)),
  );
  const stored = (await names(join(home.gostead, "store"))).filter((name) =>
    lstatSync(join(home.gostead, "store", name)).isFile(),
  );
  assert.deepEqual(stored, [...new Set(needed)].sort(), "objects in the store");
  for (const place of ["staging", "toolchains/.staging"]) {
    assert.deepEqual(await names(join(home.gostead, place)), [], place);
  }
  const receipts = versions.flatMap((version) => [
    `go${version}.linux-amd64.json`,
    `go${version}.linux-amd64.manifest`,
  ]);
  assert.deepEqual(await names(join(home.gostead, "receipts")), receipts.sort(), "receipts");
  const links = [...versions, ...versions.map((version) => version.replace(/\.\d+$/, ""))];
  const pointed = readdirSync(join(home.gostead, "links")).sort();
  assert.deepEqual(pointed, [...new Set(links)].sort(), "links");
  const temporary = (await names(home.gostead)).filter((name) =>
    /\.tmp$|\.[0-9a-f-]{36}$/.test(name),
  );
  assert.deepEqual(temporary, [], "temporary files");
}
