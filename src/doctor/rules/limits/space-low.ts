/** Too little space for a toolchain in the store, or for a build in GOCACHE or the place for temporary files. */
import { defineRule, notApplicable } from "../../rule.ts";

const MIB = 1 << 20;
const LEAST: Readonly<Record<string, number>> = {
  store: 1024 * MIB,
  GOCACHE: 500 * MIB,
  temporary: 500 * MIB,
};

export const spaceLow = defineRule({
  code: "space-low",
  title: "too little space is free",
  why: "installs and builds stop half-way: no space left on device",
  group: "limits",
  needs: ["caches", "space"],
  check: ({ caches: { directories }, space: { places } }) => {
    const asked = directories.filter(({ name }) => LEAST[name] !== undefined);
    if (asked.length === 0) return notApplicable("nothing names a place that builds write to");
    return asked.flatMap(({ name, path, source }) => {
      const place = places.find(({ names }) => names.includes(name));
      const least = LEAST[name] ?? 0;
      if (place === undefined || place.freeBytes >= least) return [];
      const free = Math.floor(place.freeBytes / MIB);
      const text = `${free} MiB are free on ${place.mount} (${name}, ${source}); ${least / MIB} MiB are needed`;
      const elsewhere = name === "store" ? "GOSTEAD_HOME" : name === "GOCACHE" ? name : "GOTMPDIR";
      const give = name === "store" ? "gostead prune --unused" : "go clean -cache";
      const advice = `${give} gives some back; or set ${elsewhere} to a larger disk`;
      return [
        {
          severity: "error" as const,
          subject: path,
          evidence: [{ text, file: path }],
          fix: [],
          advice,
        },
      ];
    });
  },
});
