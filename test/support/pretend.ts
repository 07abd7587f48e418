/** Homes with releases that are installed by their files alone: for code that reads names and manifests, not proofs. */
import { hash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { TestContext } from "node:test";
import { crc32 } from "node:zlib";
import { type Home, layoutOf } from "#host/paths.ts";
import type { Release } from "#model/release.ts";
import { tempDirectory } from "./loopback.ts";
import { releaseOf } from "./works.ts";

/** A home with these releases (`1.22.6`, `1.22.6 linux-arm64`), each with the same few files. */
export function pretendHome(t: TestContext, releases: readonly string[]): Home {
  const home = layoutOf(tempDirectory(t));
  for (const release of releases) pretend(home, release);
  return home;
}

/** One release: a tree, a receipt that proves nothing, and a manifest in the written format. */
export function pretend(
  home: Home,
  text: string,
  files: Readonly<Record<string, string>> = { VERSION: `go${text}\n` },
): Release {
  const release = releaseOf(text);
  const { os, arch } = release.platform;
  const name = `go${release.version}.${os}-${arch}`;
  for (const [path, content] of Object.entries(files)) {
    const at = join(home.toolchains, name, path);
    mkdirSync(dirname(at), { recursive: true });
    writeFileSync(at, content);
  }
  const lines = Object.entries(files).map(
    ([path, content]) =>
      `${hash("sha256", content)} ${Buffer.byteLength(content)} ${crc32(content).toString(16).padStart(8, "0")} ${path}\n`,
  );
  mkdirSync(home.receipts, { recursive: true });
  writeFileSync(join(home.receipts, `${name}.json`), receiptText(release));
  writeFileSync(join(home.receipts, `${name}.manifest`), `gostead manifest 1\n${lines.join("")}`);
  return release;
}

/** The store's name for a content. */
export function objectNameOf(content: string, suffix = ""): string {
  const sha256 = hash("sha256", content);
  return `sha256/${sha256.slice(0, 2)}/${sha256}${suffix}`;
}

/** A receipt of the right shape, with a proof of nothing; `installed` in ms since 1970. */
export function receiptText(release: Release, installed = 0): string {
  const hash = Buffer.alloc(32).toString("base64");
  const texts = { log: "l", verifierKey: "k", recordText: "r", rootHash: hash, signedHead: "s" };
  return JSON.stringify({
    format: 1,
    ...release,
    h1: `h1:${hash}`,
    proof: { ...texts, record: 0, treeSize: 1, inclusion: [] },
    trust: "built-in",
    source: "https://proxy.example/",
    installed: new Date(installed).toISOString(),
    files: 1,
    bytes: 1,
  });
}
