/**
 * `gostead verify`: an installed toolchain, proven again from the pinned key
 * down to every byte, without network: signature, inclusion, h1, files.
 */
import { lstatSync } from "node:fs";
import { join } from "node:path";
import { GosteadError } from "#model/error.ts";
import { quoted } from "#model/quote.ts";
import { type Release, releaseName } from "#model/release.ts";
import { readRegular } from "#store/look.ts";
import { openPool, type Pool } from "#store/pool.ts";
import { matches } from "#sumdb/matches.ts";
import type { Expected } from "#sumdb/proof.ts";
import type { Engine } from "./engine.ts";
import { filesOf, inspectTree, type Problem } from "./inspect.ts";
import { receiptOf, treePath } from "./installed.ts";
import { provenByReceipt } from "./prove.ts";
import { readRecord } from "./receipt.ts";

export interface Verification {
  readonly release: Release;
  readonly path: string;
  readonly filesChecked: number;
  readonly problems: readonly Problem[];
  readonly proof: Expected;
}

/** A tree that an installed release's proof is held against: the release's own, or a label's. */
export interface Tree {
  readonly release: Release;
  readonly path: string;
}

/** Throws `not-installed`, or an integrity error when receipt or proof do not hold; file problems are returned. */
export function verifyInstalled(release: Release, engine: Engine): Promise<Verification> {
  return verifyTree({ release, path: treePath(engine.home, release) }, engine);
}

/** The same of a label's tree. */
export async function verifyTree(tree: Tree, engine: Engine): Promise<Verification> {
  const pool = openPool();
  try {
    return await verifyWith(tree, engine, pool);
  } finally {
    await pool.close();
  }
}

/** The same with workers that the caller keeps, for several releases. */
export async function verifyWith(
  { release, path }: Tree,
  engine: Engine,
  pool: Pool,
): Promise<Verification> {
  const proof = provenByReceipt(engine, receiptOf(engine.home, release));
  const manifest = matches({ entries: readRecord(engine.home, release) }, proof);
  requireDirectory(path, release);
  requireVersionFile(path, release);
  const measure = { root: path, files: filesOf(manifest.value), pool, ours: true, uid: engine.uid };
  const { filesChecked, problems } = await inspectTree(measure);
  return { release, path, filesChecked, problems, proof };
}

/** A link in the tree's place leads where nobody has made anything: the tree is not there. */
function requireDirectory(path: string, release: Release): void {
  if (lstatSync(path, { throwIfNoEntry: false })?.isDirectory() === true) return;
  throw altered(release, "it is no directory");
}

/** Directory, receipt, record and VERSION must name one release: two trees swapped whole are no toolchains (S6). */
function requireVersionFile(path: string, release: Release): void {
  // A VERSION that is missing, or no file, is one of the problems that the inspection lists.
  const line = readRegular(join(path, "VERSION"))?.toString("utf8").split("\n", 1)[0];
  if (line === undefined || line === `go${release.version}`) return;
  throw altered(release, `its VERSION file says ${quoted(line)}`);
}

function altered(release: Release, what: string): GosteadError {
  return new GosteadError("altered-tree", `${releaseName(release)}: ${what}`, {
    fix: `gostead verify --repair ${release.version}`,
  });
}
