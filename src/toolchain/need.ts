/** Which objects the installed releases need, and which of them need an object alone. */
import type { Home } from "#host/paths.ts";
import type { Release } from "#model/release.ts";
import { objectName } from "#store/object.ts";
import { installedReleases, isInstalled } from "./installed.ts";
import { readRecord } from "./receipt.ts";
import type { RecordEntry } from "./record.ts";
import { isExecutable } from "./shape.ts";

/** The store's name for a published file. */
export function objectOf(file: Pick<RecordEntry, "name" | "sha256">): string {
  return objectName({ sha256: file.sha256, executable: isExecutable(file.name) });
}

/** Object names that some installed release holds. Throws when a manifest is damaged: then nobody knows what is needed. */
export function neededObjects(home: Home): Set<string> {
  const needed = new Set<string>();
  for (const release of installedReleases(home)) {
    for (const entry of recordUnlessGone(home, release)) needed.add(objectOf(entry));
  }
  return needed;
}

/** A release that is uninstalled meanwhile needs nothing. */
function recordUnlessGone(home: Home, release: Release): RecordEntry[] {
  try {
    return readRecord(home, release);
  } catch (error) {
    if (!isInstalled(home, release)) return [];
    throw error;
  }
}

/** Bytes of files that only one release holds, by release, in the order given. */
export function exclusiveBytes(home: Home, releases: readonly Release[]): number[] {
  const records = releases.map((release) => recordIfReadable(home, release));
  const holders = new Map<string, number>();
  for (const record of records) {
    for (const object of new Set(record.map(objectOf))) {
      holders.set(object, (holders.get(object) ?? 0) + 1);
    }
  }
  return records.map((record) => {
    const own = new Map<string, number>();
    for (const entry of record) own.set(objectOf(entry), entry.size);
    return [...own].reduce(
      (sum, [object, size]) => (holders.get(object) === 1 ? sum + size : sum),
      0,
    );
  });
}

/** Nothing for a damaged manifest, which `verify` of that release reports. */
export function recordIfReadable(home: Home, release: Release): RecordEntry[] {
  try {
    return readRecord(home, release);
  } catch {
    return [];
  }
}

/** Every installed release whose manifest holds one of the contents: those are altered when an object is. */
export function holdersOf(home: Home, hashes: ReadonlySet<string>): Release[] {
  return installedReleases(home).filter((release) =>
    recordIfReadable(home, release).some(({ sha256 }) => hashes.has(sha256)),
  );
}
