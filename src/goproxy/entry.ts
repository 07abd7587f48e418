/** An entry of a zip: as the directory claims it, and as a toolchain may have it. */

export interface ZipEntry {
  readonly name: string;
  readonly method: number;
  readonly flags: number;
  /** Unix mode, or 0 when the writer was not unix. */
  readonly mode: number;
  readonly crc32: number;
  /** Bytes as stored. */
  readonly compressedSize: number;
  /** Bytes of the content. */
  readonly size: number;
  /** File offset of the local header. */
  readonly headerOffset: number;
}

/** Made by checkEntries only. */
export interface ToolchainEntry {
  /** Below GOROOT, with `/`. */
  readonly name: string;
  /** As the zip writes it, with the module's prefix. */
  readonly zipName: string;
  /** 0 stored, 8 deflate. */
  readonly method: 0 | 8;
  readonly flags: number;
  readonly crc32: number;
  readonly compressedSize: number;
  /** Bytes; a bound and a claim until the content is hashed (security S3). */
  readonly size: number;
  readonly headerOffset: number;
  /** File offset of what follows: the next local header, or the directory. */
  readonly end: number;
}
