/** The Go versions that this machine is to run: those on PATH, and those that gostead has installed. */
import { parseVersion } from "#model/version.ts";
import { defineFact, known } from "./fact.ts";
import { gosFact } from "./gos.ts";
import { gosteadFact } from "./gostead.ts";

export interface GoVersionHere {
  /** `1.22.6` */
  readonly version: string;
  /** Who says so: a path, `--for`. */
  readonly by: string;
}

export const goversionsFact = defineFact({
  name: "goversions",
  cost: "instant",
  about: "the Go versions that this machine is to run",
  needs: { gos: gosFact, gostead: gosteadFact },
  reads: [],
  parse: (_, __, { gos: { gos }, gostead }) => {
    const onPath = gos.flatMap(({ version, path }) => named(version ?? "", path));
    const installed = gostead.installed.flatMap((name) =>
      named(/^go([^-]+?)\.[a-z0-9]+-[a-z0-9]+$/.exec(name)?.[1] ?? "", name),
    );
    const seen = new Set<string>();
    const versions = [...onPath, ...installed].filter(
      ({ version }) => !seen.has(version) && seen.add(version),
    );
    return known({ versions: versions as readonly GoVersionHere[] });
  },
});

function named(word: string, by: string): readonly GoVersionHere[] {
  const version = parseVersion(word);
  return version === undefined ? [] : [{ version, by }];
}
