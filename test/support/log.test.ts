// The double's Merkle tree against the published Certificate Transparency
// vectors (roots of 1 to 8 fixed leaves), and its tiles against its own root.
import assert from "node:assert/strict";
import { createPublicKey, hash, verify } from "node:crypto";
import test from "node:test";
import { type Log, makeLog } from "./log.ts";

const LEAVES = [
  "",
  "00",
  "10",
  "2021",
  "3031",
  "40414243",
  "5051525354555657",
  "606162636465666768696a6b6c6d6e6f",
];
const ROOTS = [
  "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
  "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
  "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
  "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
  "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
  "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
  "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
  "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
  "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
];

const NAME = "log.gostead.test";

test("roots equal the Certificate Transparency vectors", () => {
  const log = makeLog({ name: NAME, seed: "vectors" });
  for (const leaf of LEAVES) log.add(Buffer.from(leaf, "hex").toString("latin1"));
  assert.deepEqual(
    ROOTS.map((_, size) => log.root(size).toString("hex")),
    ROOTS,
  );
});

test("the head is a note that the verifier key verifies", () => {
  const log = makeLog({ name: NAME, seed: "note" });
  log.fill(5);
  const [text = "", signature = ""] = log.head().split(/\n\n(?=\u2014)/);
  assert.equal(text, `go.sum database tree\n5\n${log.root().toString("base64")}`);
  const [name, keyHash, key = ""] = log.verifierKey.split("+");
  const bytes = Buffer.from(signature.split(" ")[2] ?? "", "base64");
  assert.equal(name, NAME);
  assert.equal(bytes.subarray(0, 4).toString("hex"), keyHash);
  const spki = Buffer.from("302a300506032b6570032100", "hex");
  const der = Buffer.concat([spki, Buffer.from(key, "base64").subarray(1)]);
  const publicKey = createPublicKey({ key: der, format: "der", type: "spki" });
  assert.ok(verify(null, Buffer.from(`${text}\n`), publicKey, bytes.subarray(4)));
});

test("70,000 records have level 1 tiles, partial tiles, and parents that fit", () => {
  const log = makeLog({ name: NAME, seed: "tiles" });
  log.fill(70_000);
  const full = log.tile("tile/8/0/272") as Buffer;
  assert.equal(full.length, 256 * 32);
  const parents = log.tile("tile/8/1/001.p/17") as Buffer;
  assert.equal(parents.length, 17 * 32);
  assert.equal(parents.toString("hex", 16 * 32), rootOf(full).toString("hex"));
  assert.equal(log.tile("tile/8/0/273.p/112")?.length, 112 * 32);
  assert.ok(!log.tile("tile/8/0/273.p/113"));
  assert.ok(!log.tile("tile/8/1/001"));
  assert.equal(log.tile("tile/8/2/000.p/1")?.length, 32);
  assert.ok(!log.tile("tile/8/0/x000/272"));
});

test("a fork shares key and prefix and nothing after it", () => {
  const log = makeLog({ name: NAME, seed: "fork" });
  log.fill(300);
  const fork = log.fork(280);
  fork.add("evil.example v1.0.0 h1:evil\n");
  fork.fill(19);
  assert.equal(fork.verifierKey, log.verifierKey);
  assert.equal(fork.size, log.size);
  assert.deepEqual(fork.root(280), log.root(280));
  assert.notDeepEqual(fork.root(), log.root());
  assert.equal(lookupRecord(fork, "evil.example@v1.0.0"), "280\nevil.example v1.0.0 h1:evil");
});

function lookupRecord(log: Log, name: string): string | undefined {
  return log.lookup(name)?.split("\n\n")[0];
}

function rootOf(hashes: Buffer): Buffer {
  if (hashes.length === 32) return hashes;
  const half = hashes.length / 2;
  const pair = [Buffer.of(1), rootOf(hashes.subarray(0, half)), rootOf(hashes.subarray(half))];
  return hash("sha256", Buffer.concat(pair), "buffer");
}
