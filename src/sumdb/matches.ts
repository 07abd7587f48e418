/**
 * The only way from a manifest to a proved one: its h1 is computed and must be what
 * the log expects.
 */
import { GosteadError } from "#model/error.ts";
import type { Manifest } from "#model/manifest.ts";
import { hash1 } from "./dirhash.ts";
import { mintProved } from "./mint.ts";
import type { Expected, Proved } from "./proof.ts";

/**
 * Throws `bad-manifest` on names that no honest toolchain has, `hash-mismatch` when
 * the manifest is not the one that was logged. Sizes are not covered by h1.
 */
export function matches(manifest: Manifest, expected: Expected): Proved<Manifest> {
  const { path, version } = expected.module;
  const got = hash1(manifest.entries, `${path}@${version}/`);
  if (got !== expected.h1) {
    const message = `${path}@${version} hashes to ${got}, the log has ${expected.h1}`;
    throw new GosteadError("hash-mismatch", message, {
      fix: "the source served altered files: use another one and report this",
    });
  }
  return mintProved(manifest, expected);
}
