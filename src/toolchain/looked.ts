/** Files of a tree as they are, in the order asked for. */
import { constants } from "node:fs";
import { type Sha256, sha256OfDigest } from "#model/hash.ts";
import { batchesOf } from "#store/batch.ts";
import type { Looks } from "#store/message.ts";
import type { Pool } from "#store/pool.ts";

export interface Looked {
  /** `st_mode`; 0 when there is no such file, UNREADABLE when nobody can tell. */
  readonly mode: number;
  /** Bytes. */
  readonly size: number;
  /** uid. */
  readonly owner: number;
  /** Zeros for what is no regular file. */
  readonly sha256: Sha256;
}

/** Looks at each path below `root` once, without following links (security S12). */
export async function lookAll(
  root: string,
  paths: readonly string[],
  pool: Pool,
): Promise<Looked[]> {
  const looks = await Promise.all(
    batchesOf(paths).map((batch) => pool.run({ kind: "look", root, paths: batch })),
  );
  return looks.flatMap(lookedOf);
}

export function isRegular(looked: Looked | undefined): looked is Looked {
  return looked !== undefined && (looked.mode & constants.S_IFMT) === constants.S_IFREG;
}

function lookedOf({ hashes, modes, sizes, owners }: Looks): Looked[] {
  return Array.from(modes, (mode, index) => ({
    mode,
    size: sizes[index] ?? 0,
    owner: owners[index] ?? 0,
    sha256: sha256OfDigest(hashes.subarray(32 * index, 32 * index + 32)),
  }));
}
