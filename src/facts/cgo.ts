/**
 * Which packages of the module around the working directory import "C", and which of what
 * they import do, as the Go that runs here lists them with cgo on: the tags of GOFLAGS,
 * GOOS and GOARCH count. Nothing is fetched and no go.mod changed for it.
 */
import { type ActiveGo, activegoFact } from "./activego.ts";
import { defineFact, type Fact, known, type Machine, unknown } from "./fact.ts";
import { FIELDS, type ListedPackage, parseGoList } from "./golist.ts";
import { type GoModule, gomoduleFact } from "./gomodule.ts";
import { govaluesFact } from "./govalues.ts";
import type { RunAnswer, RunRead } from "./read.ts";

/** A thousand packages with all their fields, before Go 1.19, are 6 MB. */
const MAX = 64 << 20;
const EVERY = ["./..."];

export interface CUser {
  readonly path: string;
  /** Named by the pattern, imported from elsewhere, or of the standard library. */
  readonly from: "named" | "imported" | "standard";
  /** Its files that do not import "C". */
  readonly goFiles: readonly string[];
  /** What it asks pkg-config for. */
  readonly pkgConfig: readonly string[];
}

export interface Cgo {
  readonly patterns: readonly string[];
  /** How many packages were looked at, with all that they import. */
  readonly packages: number;
  /** GOOS and GOARCH are not this machine's: Go takes CGO_ENABLED=0 unless told. */
  readonly cross: boolean;
  /** Those that import "C", and plugin, which is nothing without. */
  readonly users: readonly CUser[];
}

interface Values {
  readonly values: readonly { readonly name: string; readonly value: string | null }[];
}

export const cgoFact = defineFact({
  name: "cgo",
  cost: "build",
  about: "which packages of the module here import C, and which that they import (runs go list)",
  needs: { activego: activegoFact, gomodule: gomoduleFact, govalues: govaluesFact },
  reads: (machine, { activego, gomodule, govalues }): readonly RunRead[] => {
    if (activego === null || !isModule(gomodule)) return [];
    const patterns = machine.packages ?? EVERY;
    return [goList(activego, { govalues, cgo: "1", words: ["-deps"], patterns })];
  },
  parse: ([answer], machine, { gomodule, govalues }) => {
    if (!isModule(gomodule)) return known<Cgo | null>(null);
    if (answer === undefined) return unknown("there is no go that runs");
    const patterns = machine.packages ?? EVERY;
    const listed = listedBy(answer);
    if (!listed.known) return listed;
    const broken = listed.value.find(({ error }) => error !== null);
    if (broken !== undefined) return unknown(reasonOf(broken));
    if (listed.value.length === 0) return unknown(`${patterns.join(" ")} names no package`);
    return known<Cgo | null>({
      patterns,
      packages: listed.value.length,
      cross: isCross(machine, govalues),
      users: listed.value.filter(usesC).map(userOf),
    });
  },
});

/** Those of them that have files for builds without C: what they do then, only they can say. */
export const cgofreeFact = defineFact({
  name: "cgofree",
  cost: "build",
  about: "which of the packages that import C have a form without (runs go list)",
  needs: { cgo: cgoFact, activego: activegoFact, govalues: govaluesFact },
  reads: (_, { cgo, activego, govalues }): readonly RunRead[] => {
    const patterns = (cgo?.users ?? []).filter(isForeign).map(({ path }) => path);
    if (activego === null || patterns.length === 0) return [];
    return [goList(activego, { govalues, cgo: "0", words: [], patterns })];
  },
  parse: ([answer], _, { cgo }) => {
    if (answer === undefined || cgo === null) return known({ paths: [] as readonly string[] });
    const listed = listedBy(answer);
    if (!listed.known) return listed;
    const others = new Map(listed.value.map(({ path, goFiles }) => [path, goFiles]));
    const free = cgo.users.filter(({ path, goFiles }) =>
      others.get(path)?.some((file) => !goFiles.includes(file)),
    );
    return known({ paths: free.map(({ path }) => path) });
  },
});

function isForeign({ from }: CUser): boolean {
  return from !== "standard";
}

function isModule({ gomod, gowork }: GoModule): boolean {
  return (gomod ?? gowork) !== null;
}

interface Listing {
  readonly govalues: Values;
  readonly cgo: "0" | "1";
  readonly words: readonly string[];
  readonly patterns: readonly string[];
}

/** GONOPROXY: what it names would be fetched in spite of GOPROXY=off. */
function goList({ path, version }: ActiveGo, { govalues, cgo, words, patterns }: Listing): RunRead {
  const json = /^1\.(\d|1[0-8])(\D|$)/.test(version ?? "") ? "-json" : `-json=${FIELDS}`;
  const env = ["GOTOOLCHAIN=local", "GOPROXY=off", "GONOPROXY=none", `CGO_ENABLED=${cgo}`];
  const mod = /(^|\s)['"]?--?mod=mod\b/.test(settingOf("GOFLAGS", govalues) ?? "");
  const flags = ["-e", ...words, ...(mod ? ["-mod=readonly"] : []), json];
  return { argv: ["env", ...env, path, "list", ...flags, "--", ...patterns], max: MAX };
}

function listedBy(answer: RunAnswer): Fact<readonly ListedPackage[]> {
  if (answer.is === "failed") return unknown(answer.reason.replace(/^env did/, "go list did"));
  const said = answer.stderr.trim().split("\n")[0]?.slice(0, 300) ?? "";
  if (answer.code !== 0) return unknown(`go list failed with ${answer.code}: ${said}`);
  const packages = parseGoList(answer.stdout);
  return packages === undefined ? unknown("go list said what cannot be read") : known(packages);
}

function reasonOf({ path, error }: ListedPackage): string {
  const [line = ""] = (error ?? "").split("\n");
  const isOff = line.includes("disabled by GOPROXY=off");
  return `${path}: ${line}${isOff ? "; run go mod download: nothing is fetched for a look" : ""}`;
}

function settingOf(name: string, { values }: Values): string | null {
  return values.find((one) => one.name === name)?.value ?? null;
}

function isCross({ platform }: Machine, govalues: Values): boolean {
  return `${settingOf("GOOS", govalues)}_${settingOf("GOARCH", govalues)}` !== platform;
}

function usesC({ cgoFiles, standard, path }: ListedPackage): boolean {
  return cgoFiles.length > 0 || (standard && path === "plugin");
}

function userOf({ path, standard, dependency, goFiles, pkgConfig }: ListedPackage): CUser {
  const from = standard ? "standard" : dependency ? "imported" : "named";
  return { path, from, goFiles, pkgConfig };
}
