/**
 * `gostead verify PATH`: what any Go tree is, whoever unpacked it: proven by the
 * log, altered, edited by its packager, or unknown because nothing here or on
 * the network tells what it should hold. The tree is never executed (S12).
 */
import { hash } from "node:crypto";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { GosteadError, isIntegrity } from "#model/error.ts";
import type { Release } from "#model/release.ts";
import { readRegular } from "#store/look.ts";
import type { Pool } from "#store/pool.ts";
import type { Expected } from "#sumdb/proof.ts";
import { compareTree, isLoggedWith } from "./compare.ts";
import type { Engine } from "./engine.ts";
import { packagerEdits } from "./goenv.ts";
import { identify } from "./identity.ts";
import type { Problem } from "./inspect.ts";
import { type Published, publishedOf } from "./published.ts";
import type { RecordEntry } from "./record.ts";
import { readEntry } from "./single.ts";

export type Verdict = "proven" | "altered" | "packaged" | "unknown";

export interface Judgement {
  readonly path: string;
  readonly verdict: Verdict;
  readonly filesChecked: number;
  readonly problems: readonly Problem[];
  readonly release?: Release;
  readonly expected?: Expected;
  /** The manifest of a proven tree. */
  readonly record?: readonly RecordEntry[];
  /** Why nobody can tell, or what a packager changed. */
  readonly reason?: string;
}

/** Throws only integrity errors of the proof itself: a log or mirror that lies is not a property of the tree. */
export async function judgeTree(path: string, engine: Engine, pool: Pool): Promise<Judgement> {
  const release = identify(path, engine.platform);
  const nothing = { path, verdict: "unknown", filesChecked: 0, problems: [] } as const;
  if (release === undefined)
    return { ...nothing, reason: "it has no VERSION file of a Go release" };
  const spool = join(engine.home.staging, `judge.${crypto.randomUUID()}`);
  try {
    const published = await publishedOf(release, engine, spool);
    return await judge({ path, release, published }, pool);
  } catch (error) {
    if (!(error instanceof GosteadError) || isIntegrity(error)) throw error;
    const { message } = error as GosteadError;
    return { ...nothing, release, reason: message };
  } finally {
    rmSync(spool, { recursive: true, force: true });
  }
}

interface Case {
  readonly path: string;
  readonly release: Release;
  readonly published: Published;
}

async function judge(one: Case, pool: Pool): Promise<Judgement> {
  const { path, release, published } = one;
  const { problems, record } = await compareTree(path, published, pool);
  const { expected, entries } = published;
  const base = { path, release, problems, expected, filesChecked: entries.length };
  if (problems.length === 0 && record !== undefined) return { ...base, verdict: "proven", record };
  const edits = await editsOf(one, problems, pool);
  if (edits === undefined) return { ...base, verdict: "altered" };
  const what = edits.length === 0 ? "has other comments" : `sets ${edits.join(", ")}`;
  return { ...base, verdict: "packaged", reason: `its packager's go.env ${what}` };
}

/** What a packager set in go.env, when nothing else differs. */
async function editsOf(
  one: Case,
  problems: readonly Problem[],
  pool: Pool,
): Promise<string[] | undefined> {
  const { path } = one;
  const [only, ...more] = problems;
  if (only?.kind !== "changed" || only.path !== "go.env" || more.length > 0) return undefined;
  const original = await originalOf(one, only.path, pool);
  const edited = readRegular(join(path, only.path));
  if (original === undefined || edited === undefined) return undefined;
  return packagerEdits(original, edited.toString("utf8"));
}

/** The published text of a file, proven: from our own tree, or put into the h1 in place of the edited one. */
async function originalOf(
  { path, published }: Case,
  name: string,
  pool: Pool,
): Promise<string | undefined> {
  if (published.kind === "manifest") {
    const content = readRegular(join(published.tree, name));
    const sha256 = published.entries.find((entry) => entry.name === name)?.sha256;
    const proven = content !== undefined && hash("sha256", content) === sha256;
    return proven ? content.toString("utf8") : undefined;
  }
  const entry = published.entries.find((one) => one.name === name);
  if (entry === undefined) return undefined;
  const content = await readEntry(published.zip, entry);
  const proven = await isLoggedWith(path, published, {
    pool,
    replaced: new Map([[name, content]]),
  });
  return proven ? Buffer.from(content).toString("utf8") : undefined;
}
