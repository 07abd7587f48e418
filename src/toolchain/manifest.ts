/**
 * `gostead manifest`: what sha256sum -c needs to prove a GOROOT on a machine that
 * has neither gostead nor Node. A `_go.mod` of the zip is named go.mod, as it is
 * in every tree that Go itself unpacks.
 */
import type { Release } from "#model/release.ts";
import { matches } from "#sumdb/matches.ts";
import type { Engine } from "./engine.ts";
import { receiptOf } from "./installed.ts";
import { provenByReceipt } from "./prove.ts";
import { readRecord } from "./receipt.ts";
import { twinOf } from "./shape.ts";

export interface ManifestLine {
  readonly sha256: string;
  readonly name: string;
}

/** The lines of an installed release, proven against its receipt first; throws `not-installed` and integrity errors. */
export function manifestLines(release: Release, engine: Engine): ManifestLine[] {
  const proof = provenByReceipt(engine, receiptOf(engine.home, release));
  const manifest = matches({ entries: readRecord(engine.home, release) }, proof);
  return manifest.value.entries.map(({ sha256, name }) => ({ sha256, name: twinOf(name) ?? name }));
}
