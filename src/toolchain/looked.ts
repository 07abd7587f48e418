/** Files of a tree as they are, in the order asked for. */
import { type Sha256, sha256OfDigest } from "#model/hash.ts";
import type { Looks } from "#store/message.ts";
import type { Pool } from "#store/pool.ts";

export interface Looked {
  /** `st_mode`; 0 when there is no such file. */
  readonly mode: number;
  readonly size: number;
  readonly sha256: Sha256;
}

const BATCH = 512;
const TYPE = 0o170000;
const REGULAR = 0o100000;

export async function lookAll(
  root: string,
  paths: readonly string[],
  pool: Pool,
): Promise<Looked[]> {
  const count = Math.ceil(paths.length / BATCH);
  const starts = Array.from({ length: count }, (_, index) => index * BATCH);
  const batches = await Promise.all(
    starts.map((start) =>
      pool.run({ kind: "look", root, paths: paths.slice(start, start + BATCH) }),
    ),
  );
  return batches.flatMap((looks) =>
    [...looks.modes].map((mode, index) => lookedAt(looks, mode, index)),
  );
}

export function isRegular(looked: Looked | undefined): looked is Looked {
  return looked !== undefined && (looked.mode & TYPE) === REGULAR;
}

function lookedAt(looks: Looks, mode: number, index: number): Looked {
  const sha256 = sha256OfDigest(looks.hashes.subarray(32 * index, 32 * index + 32));
  return { mode, size: looks.sizes[index] ?? 0, sha256 };
}
