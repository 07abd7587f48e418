/**
 * Where one file's content lives: `<store>/sha256/ab/<hash>[-x]`. The executable
 * bit belongs to the key, because links of one inode share their mode.
 */
import type { Sha256 } from "#model/hash.ts";

export interface ObjectKey {
  readonly sha256: Sha256;
  readonly executable: boolean;
}

/** The object's path below the store's root, with `/`. */
export function objectName(key: ObjectKey): string {
  return `sha256/${key.sha256.slice(0, 2)}/${key.sha256}${key.executable ? "-x" : ""}`;
}

/** The mode of an object and of every tree file: shared inodes allow nothing else (security, settled c). */
export function fileMode(executable: boolean): number {
  return executable ? 0o555 : 0o444;
}

/** The key that an object's path stands for; undefined for anything else in the store. */
export function keyOfName(name: string): ObjectKey | undefined {
  const found = /^sha256\/([0-9a-f]{2})\/(\1[0-9a-f]{62})(-x)?$/.exec(name);
  if (found?.[2] === undefined) return undefined;
  return { sha256: found[2] as Sha256, executable: found[3] !== undefined };
}
