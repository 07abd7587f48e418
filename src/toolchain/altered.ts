/**
 * Objects of the store whose bytes are not what their names say (security S1):
 * they go to quarantine, and every toolchain that holds them is named, since its
 * files are the same inodes.
 */
import { join } from "node:path";
import type { Sha256 } from "#model/hash.ts";
import { releaseName } from "#model/release.ts";
import { keepEvidence } from "#source/evidence.ts";
import type { Engine } from "./engine.ts";
import { holdersOf, objectOf } from "./need.ts";

/** Names that a warning has room for. */
const NAMED = 5;

/** `files`: the published names and hashes that the altered objects should have had. */
export function quarantineAltered(
  files: readonly { readonly name: string; readonly sha256: Sha256 }[],
  engine: Engine,
): void {
  if (files.length === 0) return;
  for (const object of new Set(files.map(objectOf))) {
    keepEvidence(engine.home, object, join(engine.home.store, object));
  }
  const holders = holdersOf(engine.home, new Set(files.map(({ sha256 }) => sha256)));
  const names = listed(files.map(({ name }) => name));
  const where = holders.length === 0 ? "" : ` of ${holders.map(releaseName).join(", ")}`;
  engine.watch.warn(`altered on disk: ${names}${where}; run: gostead verify --all --repair`);
}

function listed(names: readonly string[]): string {
  const more = names.length > NAMED ? ` and ${names.length - NAMED} more` : "";
  return `${names.slice(0, NAMED).join(", ")}${more}`;
}
