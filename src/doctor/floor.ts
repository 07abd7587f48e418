/** What a Go asks of the system that it runs on, from the table of floors. Pure. */
import { compareDotted } from "#facts/dotted.ts";
import type { Floor } from "#facts/floors.ts";
import type { System } from "#facts/system.ts";
import { compareVersions, minorOf, parseVersion } from "#model/version.ts";

type Where = Pick<System, "os" | "goarch">;

/** The rows about one system, those of its own architecture and those of all. */
function rowsOf({ os, goarch }: Where, floors: readonly Floor[]): readonly Floor[] {
  return floors.filter((row) => row.os === os && (row.arch === null || row.arch === goarch));
}

/** The oldest system for a Go: the highest of what any row asks for; undefined where none says. */
export function floorFor(
  version: string,
  where: Where,
  floors: readonly Floor[],
): string | undefined {
  const rows = rowsOf(where, floors).filter(({ from }) => isSince(version, from));
  return rows
    .map(({ needs }) => needs)
    .sort(compareDotted)
    .at(-1);
}

/** The next Go that asks for more than `version` does, with what it asks for. */
export function nextFloor(
  version: string,
  where: Where,
  floors: readonly Floor[],
): { readonly go: string; readonly needs: string } | undefined {
  const now = floorFor(version, where, floors) ?? "0";
  const later = rowsOf(where, floors)
    .filter(({ from, needs }) => !isSince(version, from) && compareDotted(needs, now) > 0)
    .sort((a, b) => orderOf(a.from, b.from));
  const [next] = later;
  return next === undefined ? undefined : { go: next.from, needs: next.needs };
}

/** True when nothing stands between two minors: `1.23` and `1.24`. */
export function follows(next: string, version: string): boolean {
  const [major, minor] = lineOf(version);
  const [nextMajor, nextMinor] = lineOf(next);
  return major === nextMajor && minor !== undefined && nextMinor === minor + 1;
}

function lineOf(version: string): readonly (number | undefined)[] {
  const parsed = parseVersion(version);
  return parsed === undefined ? [] : minorOf(parsed).split(".").map(Number);
}

/** Prereleases of a minor already ask for what it asks for. */
export function isSince(version: string, from: string): boolean {
  const [major = 0, minor = 0] = lineOf(version);
  const [fromMajor = 0, fromMinor = 0] = lineOf(from);
  return major > fromMajor || (major === fromMajor && minor >= fromMinor);
}

function orderOf(a: string, b: string): number {
  const [left, right] = [parseVersion(a), parseVersion(b)];
  return left === undefined || right === undefined ? 0 : compareVersions(left, right);
}
