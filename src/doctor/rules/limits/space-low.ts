/** Too little space for a toolchain in the store, a build in GOCACHE or the place for temporary files, modules in GOMODCACHE. */
import { defineRule, notApplicable } from "../../rule.ts";

const MIB = 1 << 20;

interface Need {
  readonly least: number;
  /** What gives space back. */
  readonly give: string;
  /** The variable that moves it to another disk. */
  readonly elsewhere: string;
}

const CLEAN = "go clean -cache";
const NEEDS: Readonly<Record<string, Need>> = {
  store: { least: 1024 * MIB, give: "gostead prune --unused", elsewhere: "GOSTEAD_HOME" },
  GOCACHE: { least: 500 * MIB, give: CLEAN, elsewhere: "GOCACHE" },
  GOMODCACHE: { least: 500 * MIB, give: "go clean -modcache", elsewhere: "GOMODCACHE" },
  temporary: { least: 500 * MIB, give: CLEAN, elsewhere: "GOTMPDIR" },
};

export const spaceLow = defineRule({
  code: "space-low",
  title: "too little space is free",
  why: "installs and builds stop half-way: no space left on device",
  group: "limits",
  needs: ["caches", "space"],
  check: ({ caches: { directories }, space: { places } }) => {
    const asked = directories.filter(({ name }) => NEEDS[name] !== undefined);
    if (asked.length === 0) return notApplicable("nothing names a place that builds write to");
    return asked.flatMap(({ name, path, source }) => {
      const place = places.find(({ names }) => names.includes(name));
      const need = NEEDS[name];
      if (place === undefined || need === undefined || place.freeBytes >= need.least) return [];
      const { least, give, elsewhere } = need;
      const free = Math.floor(place.freeBytes / MIB);
      const text = `${free} MiB are free on ${place.mount} (${name}, ${source}); ${least / MIB} MiB are needed`;
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
