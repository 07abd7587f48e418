/**
 * Free space below the directories that builds write to, from df, whose columns POSIX fixes (-P): a disk that does not
 * answer can hang it, and not us. Free is what we may use; a file system that does not count files says 0 of 0.
 *
 *   Filesystem     1024-blocks     Used Available Capacity Mounted on
 *   /dev/vda         264212084 17583704  77917560      19% /
 */
import { cachesFact } from "./caches.ts";
import { defineFact, known, unknown } from "./fact.ts";
import { type Mount, mountsFact } from "./mounts.ts";
import type { RunAnswer } from "./read.ts";

const MAX = 1 << 16;
const LINE = /^.*?\s(\d+)\s+(\d+)\s+(-?\d+)\s+(?:\d+%|-)\s+(\/.*)$/;

export interface Space {
  /** Of the directories in `caches`, those that lie on this file system. */
  readonly names: readonly string[];
  /** The first of these directories, or the nearest one above it that is there. */
  readonly at: string;
  readonly mount: string;
  readonly freeBytes: number;
  /** Files that can still be made; null where that is not counted. */
  readonly freeFiles: number | null;
  readonly noexec: boolean;
  readonly readOnly: boolean;
}

export const spaceFact = defineFact({
  name: "space",
  cost: "local",
  about: "free bytes and files where builds write, and whether programs may be started there",
  needs: { caches: cachesFact, mounts: mountsFact },
  reads: ({ platform }, { caches }) => {
    const at = caches.directories.map((one) => one.at);
    if (at.length === 0) return [];
    const bytes = { argv: ["df", "-Pk", ...at], max: MAX };
    // Elsewhere -i has other columns.
    return platform.startsWith("linux")
      ? [bytes, { argv: ["df", "-Pi", ...at], max: MAX }]
      : [bytes];
  },
  parse: ([bytes, files], _, { caches: { directories }, mounts: { mounts } }) => {
    const lines = bytes === undefined ? [] : linesOf(bytes);
    if (typeof lines === "string") return unknown(lines);
    if (lines.length !== directories.length) return unknown("df does not tell of each directory");
    const counts = files === undefined ? "" : linesOf(files);
    const found = new Map<string, Space>();
    for (const [at, one] of directories.entries()) {
      const [line, count] = [lines[at], typeof counts === "string" ? undefined : counts[at]];
      if (line === undefined) continue;
      const before = found.get(line.mount);
      found.set(line.mount, {
        ...placeOn(line.mount, mounts),
        at: before?.at ?? one.at,
        names: [...(before?.names ?? []), one.name],
        freeBytes: line.free * 1024,
        freeFiles: count === undefined || count.total === 0 ? null : count.free,
      });
    }
    return known({ places: [...found.values()] });
  },
});

interface Line {
  readonly total: number;
  readonly free: number;
  readonly mount: string;
}

/** One line for each argument, in its place; or why there is none. */
function linesOf(answer: RunAnswer): readonly Line[] | string {
  if (answer.is === "failed") return answer.reason;
  if (answer.code !== 0) return `df failed: ${answer.stderr.trim().split("\n")[0] ?? ""}`;
  const [, ...lines] = answer.stdout.trimEnd().split("\n");
  return lines.flatMap((line) => {
    const [, total, , free, mount] = LINE.exec(line) ?? [];
    return mount === undefined ? [] : [{ total: Number(total), free: Number(free), mount }];
  });
}

/** Of two mounts at one place the later hides the earlier. */
function placeOn(point: string, mounts: readonly Mount[]) {
  const mount = mounts.findLast((one) => one.point === point);
  return { mount: point, noexec: mount?.noexec ?? false, readOnly: mount?.readOnly ?? false };
}
