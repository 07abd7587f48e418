/**
 * A real Merkle log under a TEST KEY, for the double that lies and the double
 * that does not. Written from RFC 6962 section 2.1 and the note and tile
 * formats of golang.org/x/mod/sumdb, and on purpose without a line of #sumdb:
 * what it makes is the expected answer that #sumdb is tested against.
 *
 * MTH({d}) = SHA-256(0x00 || d); MTH(D[n]) = SHA-256(0x01 || MTH(D[0:k]) ||
 * MTH(D[k:n])), k the largest power of two below n; MTH({}) = SHA-256("").
 */
import { createHash, createPrivateKey, createPublicKey, hash, sign } from "node:crypto";

export interface Log {
  readonly name: string;
  /** `name+hash+key`, what GOSUMDB takes. */
  readonly verifierKey: string;
  /** How many records there are now. */
  readonly size: number;
  /** Appends a record (go.sum lines, each ending LF) and gives its number. */
  add(text: string): number;
  /** Appends `count` records of nobody's modules. */
  fill(count: number): void;
  /** The signed tree head of the first `size` records, by default of all. */
  head(size?: number): string;
  /** RFC 6962 root of the first `size` records. */
  root(size?: number): Buffer;
  /** The tile at `tile/8/L/N[.p/W]`; undefined where this tree has none. */
  tile(path: string): Buffer | undefined;
  /** The lookup answer for `module@version`; undefined when no record names it. */
  lookup(moduleAtVersion: string, headSize?: number): string | undefined;
  /** The number of the record that names `module@version`. */
  find(moduleAtVersion: string): number | undefined;
  /** The text of record `id`. */
  record(id: number): string;
  /** Any text, signed by the log's key as a note. */
  sign(text: string): string;
  /** Another log with the same key and the same first `atSize` records. */
  fork(atSize: number): Log;
}

const PKCS8_ED25519 = Buffer.from("302e020100300506032b657004220420", "hex");

/** An empty log; the same `name` and `seed` always make the same TEST key. */
export function makeLog({ name, seed }: { name: string; seed: string }): Log {
  return logOf(testKey(name, `gostead TEST key, never trust: ${seed}`), []);
}

interface Key {
  readonly name: string;
  readonly verifierKey: string;
  sign(text: string): string;
}

function testKey(name: string, seed: string): Key {
  const der = Buffer.concat([PKCS8_ED25519, hash("sha256", seed, "buffer")]);
  const secret = createPrivateKey({ key: der, format: "der", type: "pkcs8" });
  const spki = createPublicKey(secret).export({ format: "der", type: "spki" });
  const key = Buffer.concat([Buffer.of(1), spki.subarray(-32)]);
  const keyHash = createHash("sha256").update(`${name}\n`).update(key).digest().subarray(0, 4);
  return {
    name,
    verifierKey: `${name}+${keyHash.toString("hex")}+${key.toString("base64")}`,
    sign(text) {
      const signature = Buffer.concat([keyHash, sign(null, Buffer.from(text), secret)]);
      return `${text}\n\u2014 ${name} ${signature.toString("base64")}\n`;
    },
  };
}

function logOf(key: Key, records: string[]): Log {
  const root = treeHasher(records);
  const ids = new Map<string, number>();
  records.forEach((text, id) => {
    index(ids, text, id);
  });
  const head = (size = records.length) =>
    key.sign(`go.sum database tree\n${size}\n${root(0, size).toString("base64")}\n`);
  const log: Log = {
    name: key.name,
    verifierKey: key.verifierKey,
    get size() {
      return records.length;
    },
    add(text) {
      index(ids, text, records.length);
      return records.push(text) - 1;
    },
    fill(count) {
      for (let n = 0; n < count; n++) log.add(fillerRecord(records.length));
    },
    head,
    root: (size = records.length) => root(0, size),
    tile: (path) => tileOf(path, records.length, root),
    lookup(moduleAtVersion, headSize) {
      const id = ids.get(moduleAtVersion);
      return id === undefined ? undefined : `${id}\n${records[id]}\n${head(headSize)}`;
    },
    find: (moduleAtVersion) => ids.get(moduleAtVersion),
    record: (id) => records[id] ?? "",
    sign: key.sign,
    fork: (atSize) => logOf(key, records.slice(0, atSize)),
  };
  return log;
}

/** Remembers which `module@version` a record names: the first two words of its first line. */
function index(ids: Map<string, number>, text: string, id: number): void {
  const [path, version] = text.split(" ", 2);
  const name = `${path}@${version}`;
  if (!ids.has(name)) ids.set(name, id);
}

function fillerRecord(id: number): string {
  const module = `filler.example/m${id} v1.0.0`;
  const h1 = hash("sha256", module, "base64");
  return `${module} h1:${h1}\n${module}/go.mod h1:${h1}\n`;
}

type Root = (start: number, end: number) => Buffer;

/** MTH over records [start, end); whole aligned subtrees never change, so they are remembered. */
function treeHasher(records: readonly string[]): Root {
  const known = new Map<string, Buffer>();
  const compute: Root = (start, end) => {
    const size = end - start;
    if (size === 0) return hash("sha256", "", "buffer");
    if (size === 1) return hash("sha256", `\0${records[start]}`, "buffer");
    const middle = start + 2 ** (Math.ceil(Math.log2(size)) - 1);
    const pair = [Buffer.of(1), root(start, middle), root(middle, end)];
    return hash("sha256", Buffer.concat(pair), "buffer");
  };
  const root: Root = (start, end) => {
    const size = end - start;
    const whole = size > 0 && Number.isInteger(Math.log2(size)) && start % size === 0;
    if (!whole) return compute(start, end);
    const name = `${start}+${size}`;
    const found = known.get(name) ?? compute(start, end);
    known.set(name, found);
    return found;
  };
  return root;
}

const TILE_PATH =
  /^tile\/8\/(\d+)\/((?!x000)(?:x\d{3}\/)*\d{3})(?:\.p\/([1-9]\d?|1\d\d|2[0-4]\d|25[0-5]))?$/;

/** The hashes of tree level 8L from 256 N on: 256 of them, or the W of a partial tile. */
function tileOf(path: string, size: number, root: Root): Buffer | undefined {
  const [, level, digits, width] = TILE_PATH.exec(path) ?? [];
  if (level === undefined || digits === undefined) return undefined;
  const leaves = 256 ** Number(level);
  const first = 256 * Number(digits.replace(/[x/]/g, ""));
  const last = first + Number(width ?? 256);
  if (last <= first || last * leaves > size) return undefined;
  const hashes: Buffer[] = [];
  for (let n = first; n < last; n++) hashes.push(root(n * leaves, (n + 1) * leaves));
  return Buffer.concat(hashes);
}
