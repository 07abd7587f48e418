/** Go's build cache, every entry of it: which are not what go wrote. It is read only when it is asked for by name. */

import type { FoundCache } from "./cacheread.ts";
import { cachesFact } from "./caches.ts";
import { defineFact, known, unknown } from "./fact.ts";

const MAX = 5000;

export type GoCache = Omit<FoundCache, "is">;

export const gocacheFact = defineFact({
  name: "gocache",
  cost: "disk",
  about: "every entry of Go's build cache, against its hash (reads it all)",
  needs: { caches: cachesFact },
  reads: (_, { caches: { directories } }) =>
    directories
      .filter(({ name, at, path }) => name === "GOCACHE" && at === path)
      .map(({ path }) => ({ gocache: path, max: MAX })),
  parse: ([answer]) => {
    if (answer === undefined || answer.is === "absent") return known<GoCache | null>(null);
    if (answer.is === "unreadable") return unknown(`${answer.path}: ${answer.reason}`);
    const { is: _, ...cache } = answer;
    return known<GoCache | null>(cache);
  },
});
