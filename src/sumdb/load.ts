/**
 * Brings the tiles that a proof needs, from the cache or the log, and proves them.
 * Nobody is believed: what the cache gives is proven like what the network gives,
 * and only what was proven is handed back to be kept.
 */
import { GosteadError, isIntegrity } from "#model/error.ts";
import type { LogOps } from "./ops.ts";
import {
  authenticateTiles,
  FULL_WIDTH,
  formatTilePath,
  HASH_BYTES,
  planTiles,
  type Tile,
  type TileData,
} from "./tile.ts";
import type { HashReader, Tree } from "./tlog.ts";

type TileOps = Pick<LogOps, "readRemote" | "readTile" | "writeTile">;

export interface Loaded {
  /** Reads proven hashes of the tree. */
  readonly read: HashReader;
  /** Keeps what came from the network. To be called once nothing speaks against the tree. */
  readonly keep: () => Promise<void>;
}

interface Fetched extends TileData {
  readonly cached: boolean;
}

/**
 * Loads and proves, in one parallel batch, all tiles that the stored hashes with
 * these indexes need. When cached tiles do not fit the tree they are fetched anew,
 * once. Throws `bad-proof` when the log's own tiles do not fit, `bad-answer` when it
 * lacks one, and readRemote's error when it cannot be read.
 */
export async function loadTiles(
  ops: TileOps,
  tree: Tree,
  indexes: readonly number[],
): Promise<Loaded> {
  const plan = planTiles(tree.size, indexes);
  const tiles = await Promise.all(plan.map((tile) => fetchTile(ops, tile)));
  try {
    return loaded(ops, tree, tiles);
  } catch (error) {
    if (!isIntegrity(error) || !tiles.some((tile) => tile.cached)) throw error;
    const fresh = await Promise.all(
      tiles.map((tile) => (tile.cached ? readRemoteTile(ops, tile) : tile)),
    );
    return loaded(ops, tree, fresh);
  }
}

function loaded(ops: TileOps, tree: Tree, tiles: readonly Fetched[]): Loaded {
  const read = authenticateTiles(tree, tiles);
  const keep = async () => {
    const fresh = tiles.filter((tile) => !tile.cached);
    await Promise.all(fresh.map((tile) => ops.writeTile(formatTilePath(tile), tile.bytes)));
  };
  return { read, keep };
}

async function fetchTile(ops: TileOps, tile: Tile): Promise<Fetched> {
  const bytes = (await ops.readTile(formatTilePath(tile))) ?? (await readCachedFull(ops, tile));
  // A cached file of another size is a damaged one: as good as none.
  if (bytes?.length !== tile.width * HASH_BYTES) return readRemoteTile(ops, tile);
  return { ...tile, bytes, cached: true };
}

async function readCachedFull(ops: TileOps, tile: Tile): Promise<Uint8Array | undefined> {
  if (tile.width === FULL_WIDTH) return undefined;
  const full = await ops.readTile(formatTilePath({ ...tile, width: FULL_WIDTH }));
  return full?.subarray(0, tile.width * HASH_BYTES);
}

async function readRemoteTile(ops: TileOps, { level, n, width }: Tile): Promise<Fetched> {
  const part = await readIfThere(ops, { level, n, width });
  if (part !== undefined) return { level, n, width, bytes: part, cached: false };
  // A log that has grown may have only the full tile left: it begins with the partial one.
  const full =
    width < FULL_WIDTH ? await readIfThere(ops, { level, n, width: FULL_WIDTH }) : undefined;
  if (full !== undefined) {
    return { level, n, width, bytes: full.subarray(0, width * HASH_BYTES), cached: false };
  }
  const path = formatTilePath({ level, n, width });
  throw new GosteadError("bad-answer", `the log serves no ${path}, which its own head needs`, {
    fix: "the copy of the log is incomplete: use another proxy, or sync the mirror",
  });
}

async function readIfThere(ops: TileOps, tile: Tile): Promise<Uint8Array | undefined> {
  try {
    return await ops.readRemote(`/${formatTilePath(tile)}`);
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw error;
  }
}

/** True for the error by which readRemote says that the log has no such path. */
export function isAbsent(error: unknown): error is GosteadError {
  return error instanceof GosteadError && error.code === "not-available";
}
