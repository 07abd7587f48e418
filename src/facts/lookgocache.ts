/**
 * Reads a whole build cache of Go: each output's SHA-256 against its name, each record against its output. Outputs are
 * hashed a piece at a time, and of good entries only numbers are kept, so that a cache of any size needs little memory.
 * Go writes outputs in place: what looks damaged is looked at once more, and what has changed by then is not judged.
 */
import { type Dirent, lstatSync, readdirSync, readFileSync, type Stats } from "node:fs";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { now, sleep } from "#host/clock.ts";
import { codeOf, isAbsent } from "#host/env.ts";
import { realBelow } from "./below.ts";
import type {
  CacheAnswer,
  CacheProgress,
  CacheRead,
  DamagedEntry,
  DamageKind,
} from "./cacheread.ts";
import { type CacheRecord, parseCacheName, parseCacheRecord, RECORD_BYTES } from "./cacherecord.ts";
import { hashOf } from "./filehash.ts";
import { missed } from "./look.ts";

/** A build that writes an entry is done with it by then. */
const SETTLE_MS = 1500;
const YOUNG_MS = 60_000;

export interface CachePlace {
  readonly root: string;
  readonly cacheProgress?: CacheProgress | undefined;
}

export async function lookAtGoCache(place: CachePlace, read: CacheRead): Promise<CacheAnswer> {
  const path = read.gocache;
  try {
    const top = join(place.root, await realBelow(place.root, path));
    if (!lstatSync(top).isDirectory())
      return { is: "unreadable", path, reason: "it is no directory" };
    const scan = newScan(top, place.cacheProgress);
    await readOutputs(scan);
    await readRecords(scan);
    const damaged = await settled(scan);
    return {
      is: "cache",
      path,
      ...scan.counts,
      damagedCount: damaged.length,
      damaged: damaged.slice(0, read.max),
    };
  } catch (error) {
    return missed(path, error);
  } finally {
    place.cacheProgress?.done();
  }
}

interface Suspect {
  readonly name: string;
  readonly kind: DamageKind;
  readonly status: Stats;
}

interface Scan {
  readonly top: string;
  readonly progress: CacheProgress | undefined;
  readonly counts: {
    records: number;
    outputs: number;
    bytes: number;
    withoutOutput: number;
    changing: number;
    unreadable: number;
  };
  readonly suspects: Map<string, Suspect>;
}

function newScan(top: string, progress: CacheProgress | undefined): Scan {
  const none = { records: 0, outputs: 0, bytes: 0 };
  const counts = { ...none, withoutOutput: 0, changing: 0, unreadable: 0 };
  return { top, progress, counts, suspects: new Map() };
}

interface Entry {
  readonly id: string;
  /** `ab/ab12…-d` */
  readonly name: string;
  readonly entry: Dirent;
}

/** One directory after the other; others get their turn between them. */
async function* entriesOf(top: string, kind: "a" | "d"): AsyncGenerator<Entry> {
  for (const directory of readdirSync(top).filter((name) => /^[0-9a-f]{2}$/.test(name))) {
    await setImmediate();
    for (const entry of entriesIn(join(top, directory))) {
      const found = parseCacheName(directory, entry.name);
      if (found?.kind === kind) yield { id: found.id, name: `${directory}/${entry.name}`, entry };
    }
  }
}

function entriesIn(directory: string): readonly Dirent[] {
  try {
    return readdirSync(directory, { withFileTypes: true });
  } catch {
    return [];
  }
}

async function readOutputs(scan: Scan): Promise<void> {
  let total = 0;
  if (scan.progress !== undefined) {
    for await (const { name } of entriesOf(scan.top, "d")) total += statusOf(scan, name)?.size ?? 0;
    scan.progress.expect(total);
  }
  for await (const { id, name } of entriesOf(scan.top, "d")) {
    const status = statusOf(scan, name);
    if (status === undefined) continue;
    scan.counts.outputs += 1;
    await readOutput(scan, { id, name, status });
  }
}

interface Found {
  readonly id: string;
  readonly name: string;
  readonly status: Stats;
}

async function readOutput(scan: Scan, { id, name, status }: Found): Promise<void> {
  const file = fileOf(scan, name, status);
  if (file === undefined) return suspect(scan, { name, kind: "odd", status });
  try {
    const { hash, bytes } = await hashOf(file, scan.progress?.read);
    scan.counts.bytes += bytes;
    if (hash !== id) suspect(scan, { name, kind: "incomplete", status: lstatSync(file) });
  } catch (error) {
    unread(scan, error);
  }
}

/** A program that go run keeps is a directory with that one file in it, since Go 1.24. */
function fileOf({ top }: Scan, name: string, status: Stats): string | undefined {
  const path = join(top, name);
  if (status.isFile()) return path;
  const [only, more] = status.isDirectory() ? entriesIn(path) : [];
  return only?.isFile() === true && more === undefined ? join(path, only.name) : undefined;
}

async function readRecords(scan: Scan): Promise<void> {
  for await (const { id, name, entry } of entriesOf(scan.top, "a")) {
    const status = statusOf(scan, name);
    if (status === undefined) continue;
    scan.counts.records += 1;
    if (entry.isFile()) readRecord(scan, { id, name, status });
    else suspect(scan, { name, kind: "odd", status });
  }
}

function readRecord(scan: Scan, { id, name, status }: Found): void {
  try {
    const text = status.size === RECORD_BYTES ? readFileSync(join(scan.top, name), "latin1") : "";
    const record = parseCacheRecord(text, id);
    if (record === undefined || !fits(scan, record))
      suspect(scan, { name, kind: "record", status });
  } catch (error) {
    unread(scan, error);
  }
}

/** False where the output is whole and of another size: then the record is what is wrong. */
function fits(scan: Scan, { output, size }: CacheRecord): boolean {
  const name = `${output.slice(0, 2)}/${output}-d`;
  const found = outputSize(scan, name);
  const known = scan.suspects.get(name);
  if (found === undefined) scan.counts.withoutOutput += 1;
  else if (known === undefined) return found === size;
  else if (known.kind === "incomplete" && found === size)
    scan.suspects.set(name, { ...known, kind: "altered" });
  return true;
}

function outputSize(scan: Scan, name: string): number | undefined {
  const status = statusOf(scan, name);
  const file = status && fileOf(scan, name, status);
  return file === undefined ? undefined : lstatSync(file).size;
}

/** Undefined where it is gone by now: go trims its cache while others use it. */
function statusOf(scan: Scan, name: string): Stats | undefined {
  return lstatSync(join(scan.top, name), { throwIfNoEntry: false });
}

function suspect(scan: Scan, one: Suspect): void {
  scan.suspects.set(one.name, one);
}

function unread({ counts }: Scan, error: unknown): void {
  if (isAbsent(error)) return;
  if (codeOf(error) === undefined) throw error;
  counts.unreadable += 1;
}

/** Those that are as they were; young ones are given the time to be finished. */
async function settled(scan: Scan): Promise<readonly DamagedEntry[]> {
  const all = [...scan.suspects.values()];
  const youngest = Math.max(0, ...all.slice(0, 10_000).map(({ status }) => status.mtimeMs));
  if (now().getTime() - youngest < YOUNG_MS) await sleep(SETTLE_MS);
  return all.flatMap((one) => {
    const { name, kind, status } = one;
    const again = statusOf(scan, name);
    const file =
      again === undefined ? undefined : (fileOf(scan, name, again) ?? join(scan.top, name));
    const last = file === undefined ? undefined : lstatSync(file, { throwIfNoEntry: false });
    const same =
      last?.mtimeMs === status.mtimeMs && last.size === status.size && last.ino === status.ino;
    if (!same) {
      scan.counts.changing += 1;
      return [];
    }
    return [{ name, kind, bytes: status.isDirectory() ? 0 : status.size }];
  });
}
