/**
 * Tiles (golang.org/x/mod/sumdb/tlog, "Tiling a Log"): the log's hashes cut into
 * files. Tile n of tile level L holds up to 256 hashes of tree level 8L, from
 * number 256n on, 32 bytes each; the eight tree levels above them follow by hashing.
 *
 *   tile/8/0/x001/234        256 hashes; number 1234 in groups of three digits
 *   tile/8/0/x001/234.p/5    the first 5 hashes: the tree ends here
 *
 * In a given tree a tile is either full, and then its root stands in its parent
 * tile, or it is the one at the right edge of its level, and then all of it goes
 * into the tree's root. So the edge proves itself by the signed root, and every
 * other tile by its parent.
 */
import { GosteadError } from "#model/error.ts";
import { MAX_TREE_SIZE, parseDecimal, quote } from "./canonical.ts";
import {
  type Hash,
  type HashReader,
  nodeHash,
  sameHash,
  splitStoredHashIndex,
  type Tree,
  treeHash,
} from "./tlog.ts";

export interface Tile {
  readonly level: number;
  readonly n: number;
  /** Number of hashes, 1 to 256. */
  readonly width: number;
}

export const FULL_WIDTH = 256;
export const HASH_BYTES = 32;
const TILE_HEIGHT = 8;
/** More levels than any tree has that parseTree lets through. */
const MAX_LEVEL = 6;

/** The tile's path, without leading slash. */
export function formatTilePath(tile: Tile): string {
  const digits = String(tile.n);
  const groups = digits.padStart(Math.ceil(digits.length / 3) * 3, "0").match(/\d{3}/g) ?? [];
  const number = groups.map((group, i) => (i < groups.length - 1 ? `x${group}` : group)).join("/");
  const part = tile.width === FULL_WIDTH ? "" : `.p/${tile.width}`;
  return `tile/${TILE_HEIGHT}/${tile.level}/${number}${part}`;
}

/** Reads a path of formatTilePath; throws `bad-proof` on any other spelling. */
export function parseTilePath(path: string): Tile {
  const found = /^tile\/8\/(\d)\/((?:x\d{3}\/){0,5}\d{3})(?:\.p\/(\d{1,3}))?$/.exec(path);
  const [, level = "", groups = "", part] = found ?? [];
  const n = Number(groups.replace(/[x/]/g, ""));
  const width = part === undefined ? FULL_WIDTH : (parseDecimal(part) ?? 0);
  const tile = { level: Number(level), n, width };
  const inTree = tile.level <= MAX_LEVEL && n < MAX_TREE_SIZE;
  const fits = inTree && width >= 1 && width <= FULL_WIDTH;
  if (found === null || !fits || formatTilePath(tile) !== path) {
    throw new GosteadError("bad-proof", `malformed tile path ${quote(path)}`);
  }
  return tile;
}

/** The tiles at the right edge of a tree, lowest level first: what its root is made of. */
export function edgeTiles(size: number): Tile[] {
  const tiles: Tile[] = [];
  for (let level = 0, count = size; count > 0; level++) {
    const n = Math.floor(count / FULL_WIDTH);
    const width = count - n * FULL_WIDTH;
    if (width > 0) tiles.push({ level, n, width });
    count = n;
  }
  return tiles;
}

/**
 * Every tile that is needed to prove the stored hashes with these indexes against
 * a tree's root, each once: the edge, the tiles that hold the hashes, and all
 * parents in between. One batch: no tile has to be seen to know the others.
 */
export function planTiles(size: number, indexes: readonly number[]): Tile[] {
  const tiles = new Map(edgeTiles(size).map((tile) => [tileKey(tile), tile]));
  for (const index of indexes) {
    let tile: Tile | undefined = tileOfIndex(size, index);
    while (tile !== undefined && !tiles.has(tileKey(tile))) {
      tiles.set(tileKey(tile), tile);
      tile = parentTile(size, tile);
    }
  }
  return [...tiles.values()];
}

/** A tile's bytes: `width` hashes of 32 bytes. */
export interface TileData extends Tile {
  readonly bytes: Uint8Array;
}

/**
 * Proves tiles against a tree and gives the reader of their hashes. `tiles` must
 * be whole as planTiles lists them. Throws a `bad-proof` that names the tile, or
 * the edge, that does not fit.
 */
export function authenticateTiles(tree: Tree, tiles: readonly TileData[]): HashReader {
  const known = new Map<string, TileData>();
  for (const tile of tiles) {
    requireSize(tile);
    known.set(tileKey(tile), tile);
  }
  const read = (indexes: readonly number[]) =>
    indexes.map((index) => storedHash(tree.size, index, known));
  if (!sameHash(treeHash(tree.size, read), tree.hash)) {
    throw new GosteadError("bad-proof", `tiles at the edge of the tree of ${tree.size} differ`);
  }
  for (const tile of tiles) requireParent(tree.size, tile, known);
  return read;
}

function requireSize(tile: TileData): void {
  const expected = tile.width * HASH_BYTES;
  if (tile.bytes.length === expected) return;
  const path = formatTilePath(tile);
  const message = `${path} has ${tile.bytes.length} bytes, expected ${expected}`;
  throw new GosteadError("bad-proof", message);
}

/** CVE-2026-56865: no tile is spared, also not those fetched only to prove others. */
function requireParent(size: number, tile: TileData, known: ReadonlyMap<string, TileData>): void {
  const parent = parentTile(size, tile);
  if (parent === undefined) return;
  const holder = known.get(tileKey(parent));
  const expected = holder && tileEntry(holder, tile.n % FULL_WIDTH);
  if (expected === undefined || !sameHash(subtreeHash(tile.bytes), expected)) {
    throw new GosteadError("bad-proof", `${formatTilePath(tile)} differs from its parent's hash`);
  }
}

function storedHash(size: number, index: number, known: ReadonlyMap<string, TileData>): Hash {
  const { level, n } = splitStoredHashIndex(index);
  const tile = known.get(tileKey(tileOfIndex(size, index)));
  const count = 2 ** (level % TILE_HEIGHT);
  const start = (n % (FULL_WIDTH / count)) * count;
  if (tile === undefined || start + count > tile.width) {
    throw new GosteadError("bad-proof", `no tile at hand holds hash ${n} of level ${level}`);
  }
  return subtreeHash(tile.bytes.subarray(start * HASH_BYTES, (start + count) * HASH_BYTES));
}

/** The tile of this tree that holds a stored hash, as wide as the tree makes it. */
function tileOfIndex(size: number, index: number): Tile {
  const { level, n } = splitStoredHashIndex(index);
  const within = level % TILE_HEIGHT;
  const tileLevel = (level - within) / TILE_HEIGHT;
  const tile = widest(size, tileLevel, Math.floor((n * 2 ** within) / FULL_WIDTH));
  if (tile === undefined || (n + 1) * 2 ** level > size) {
    throw new GosteadError("bad-proof", `hash ${n} of level ${level} is not in a tree of ${size}`);
  }
  return tile;
}

/** Undefined for a tile at the edge. */
function parentTile(size: number, tile: Tile): Tile | undefined {
  if (tile.width < FULL_WIDTH) return undefined;
  return widest(size, tile.level + 1, Math.floor(tile.n / FULL_WIDTH));
}

function widest(size: number, level: number, n: number): Tile | undefined {
  const count = Math.floor(size / FULL_WIDTH ** level) - n * FULL_WIDTH;
  return count > 0 ? { level, n, width: Math.min(count, FULL_WIDTH) } : undefined;
}

/** Root of a complete subtree, given its lowest hashes end to end. */
function subtreeHash(bytes: Uint8Array): Hash {
  if (bytes.length === HASH_BYTES) return bytes;
  const half = bytes.length / 2;
  return nodeHash(subtreeHash(bytes.subarray(0, half)), subtreeHash(bytes.subarray(half)));
}

function tileEntry(tile: TileData, i: number): Hash | undefined {
  return i < tile.width ? tile.bytes.subarray(i * HASH_BYTES, (i + 1) * HASH_BYTES) : undefined;
}

function tileKey(tile: Tile): string {
  return `${tile.level}/${tile.n}`;
}
