// Tile paths against the examples of golang.org/x/mod/sumdb/tlog's documentation;
// plans and proofs against a log that knows nothing of the code under test.
import assert from "node:assert/strict";
import test from "node:test";
import { GosteadError } from "#model/error.ts";
import { makeLog } from "../../test/support/log.ts";
import {
  authenticateTiles,
  edgeTiles,
  formatTilePath,
  parseTilePath,
  planTiles,
  type TileData,
} from "./tile.ts";
import { recordHash, storedHashIndex } from "./tlog.ts";

const PATHS: readonly (readonly [string, number, number, number])[] = [
  ["tile/8/0/000", 0, 0, 256],
  ["tile/8/0/001", 0, 1, 256],
  ["tile/8/1/x001/234.p/5", 1, 1234, 5],
  ["tile/8/0/x001/000", 0, 1000, 256],
  ["tile/8/3/x001/x234/067.p/1", 3, 1234067, 1],
  ["tile/8/0/x112/757", 0, 112757, 256],
  ["tile/8/2/999.p/255", 2, 999, 255],
  ["tile/8/0/x001/x000/x000/000", 0, 1_000_000_000, 256],
];

const refused = (error: unknown) => error instanceof GosteadError && error.code === "bad-proof";

test("paths, there and back", () => {
  for (const [path, level, n, width] of PATHS) {
    assert.equal(formatTilePath({ level, n, width }), path);
    assert.deepEqual(parseTilePath(path), { level, n, width });
  }
});

test("any other spelling of a path is refused", () => {
  const bad = ["", "tile", "/tile/8/0/000", "tile/8/0/0", "tile/8/0/00", "tile/8/0/0000"];
  bad.push(
    "tile/8/0/x000/001",
    "tile/8/0/001/",
    "tile/8/0/x001",
    "tile/8/0/001/002",
    "tile/8/-0/000",
  );
  bad.push("tile/8/0/000.p/0", "tile/8/0/000.p/256", "tile/8/0/000.p/05", "tile/8/0/000.p/-1");
  bad.push(
    "tile/8/0/000.p",
    "tile/8/0/000.p/",
    "tile/8/0/000.p/1/2",
    "tile/8/00/000",
    "tile/8/7/000",
  );
  bad.push("tile/7/0/000", "tile/08/0/000", "tile/8/data/000", "tile/8/0/-01", "tile/8/0/+01");
  bad.push(
    "tile/8/0/x001/../000",
    "tile/8/0/٠٠٠",
    "tile/8/0/000\n",
    "TILE/8/0/000",
    "tile/8/0/1e2",
  );
  bad.push(`tile/8/0/${"x001/".repeat(9)}000`);
  for (const path of bad) assert.throws(() => parseTilePath(path), refused, path);
});

test("the edge of a tree is one partial tile for each level that has a rest", () => {
  const paths = (size: number) => edgeTiles(size).map(formatTilePath);
  assert.deepEqual(paths(0), []);
  assert.deepEqual(paths(1), ["tile/8/0/000.p/1"]);
  assert.deepEqual(paths(256), ["tile/8/1/000.p/1"]);
  assert.deepEqual(paths(257), ["tile/8/0/001.p/1", "tile/8/1/000.p/1"]);
  assert.deepEqual(paths(65_536), ["tile/8/2/000.p/1"]);
  // The tiles that the real go command asked for under sum.golang.org's tree of this size.
  assert.deepEqual(paths(66_327_379), [
    "tile/8/0/x259/091.p/83",
    "tile/8/1/x001/012.p/19",
    "tile/8/2/003.p/244",
    "tile/8/3/000.p/3",
  ]);
});

const LOG_SIZE = 66_000;
const log = makeLog({ name: "tiles.example", seed: "tiles" });
log.fill(LOG_SIZE);

function fetch(size: number, indexes: readonly number[]): TileData[] {
  return planTiles(size, indexes).map((tile) => {
    const bytes = log.tile(formatTilePath(tile));
    assert.ok(bytes, `${formatTilePath(tile)} is in the log`);
    return { ...tile, bytes };
  });
}

const treeOf = (size: number) => ({ size, hash: log.root(size) });

test("planned tiles give every record's hash, in trees of many shapes", () => {
  for (const size of [1, 2, 255, 256, 257, 511, 512, 700, 65_535, 65_536, 65_537, LOG_SIZE]) {
    for (const record of new Set([0, size >> 1, size - 1, Math.floor(size / 256) * 256 - 1])) {
      if (record < 0) continue;
      const index = storedHashIndex(0, record);
      const read = authenticateTiles(treeOf(size), fetch(size, [index]));
      assert.deepEqual(read([index]), [recordHash(log.record(record))], `${record} of ${size}`);
    }
  }
});

test("hashes above the lowest level of a tile follow from it", () => {
  const places = [1, 3, 7, 8, 9, 15].map((level) => ({ level, n: 1 }));
  const indexes = places.map(({ level, n }) => storedHashIndex(level, n));
  const read = authenticateTiles(treeOf(LOG_SIZE), fetch(LOG_SIZE, indexes));
  for (const [i, { level }] of places.entries()) {
    const whole = makeSubtree(2 ** level);
    assert.deepEqual(read(indexes)[i], whole, `level ${level}`);
  }
});

/** Root of records [count, 2 count), by a second log that holds just them. */
function makeSubtree(count: number): Buffer {
  const part = makeLog({ name: "part.example", seed: "part" });
  for (let i = count; i < 2 * count; i++) part.add(log.record(i));
  return part.root();
}

test("a flipped bit in any planned tile is noticed, also in those that only prove others", () => {
  const index = storedHashIndex(0, 300);
  const tiles = fetch(LOG_SIZE, [index]);
  assert.deepEqual(tiles.map(formatTilePath).sort(), [
    "tile/8/0/001",
    "tile/8/0/257.p/208",
    "tile/8/1/000",
    "tile/8/1/001.p/1",
    "tile/8/2/000.p/1",
  ]);
  for (const [i, tile] of tiles.entries()) {
    for (let hash = 0; hash < tile.width; hash++) {
      const at = hash * 32 + (hash % 32);
      const bent = Buffer.from(tile.bytes);
      bent.writeUInt8(bent.readUInt8(at) ^ (1 << (hash % 8)), at);
      const lying = tiles.with(i, { ...tile, bytes: bent });
      assert.throws(() => authenticateTiles(treeOf(LOG_SIZE), lying), refused, `${i} ${at}`);
    }
  }
});

test("a missing, short, long or swapped tile is noticed", () => {
  const index = storedHashIndex(0, 300);
  const tiles = fetch(LOG_SIZE, [index]);
  for (const [i, tile] of tiles.entries()) {
    const check = (list: readonly TileData[]) => () => {
      const read = authenticateTiles(treeOf(LOG_SIZE), list);
      read([index]);
    };
    assert.throws(check(tiles.toSpliced(i, 1)), refused);
    for (const bytes of [Buffer.alloc(0), tile.bytes.subarray(32), Buffer.alloc(8193)]) {
      assert.throws(check(tiles.with(i, { ...tile, bytes })), /has \d+ bytes, expected/);
    }
    const other = tiles.find(({ width, n }) => width === tile.width && n !== tile.n);
    if (other) assert.throws(check(tiles.with(i, { ...tile, bytes: other.bytes })), refused);
  }
});

test("hashes outside the tree are refused before any tile is fetched", () => {
  for (const index of [
    storedHashIndex(0, 700),
    storedHashIndex(9, 1),
    storedHashIndex(3, 10 ** 9),
  ]) {
    assert.throws(() => planTiles(700, [index]), refused);
  }
});
