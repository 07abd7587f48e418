/**
 * The manifest of one toolchain: every file of the published zip by name
 * (relative to GOROOT), content hash and size. Sorted bytewise by name. Its h1
 * is what the checksum log records, so the list proves itself.
 */
import type { Sha256 } from "./hash.ts";

export interface ManifestEntry {
  /** Path below GOROOT with `/`, as in the zip but without its prefix. */
  readonly name: string;
  readonly sha256: Sha256;
  /** Bytes. Only a bound: h1 proves names and contents, never sizes (security S3). */
  readonly size: number;
}

export interface Manifest {
  readonly entries: readonly ManifestEntry[];
}
