/**
 * What a migration will do, repository by repository, in an order in which each
 * finds all that it needs. A repository of this machine that another imports is
 * reached by `replace`, as GOPATH reached it: so what is built stays the same, and
 * nothing has to be published first. Pure.
 */
import { relative } from "node:path";
import { closure, type Edges, groupsOf, holderOf, type Sorted, sortImports } from "./depend.ts";
import { judge, type MigrateFinding } from "./finding.ts";
import type { Locked } from "./lock.ts";
import { isBelow, moduleOfRemote } from "./modulepath.ts";
import type { Repository } from "./repository.ts";
import type { Scan } from "./scan.ts";

export interface Step {
  /** Of `go`, without it: `["mod", "tidy"]`. */
  readonly args: readonly string[];
  /** False for what makes files; true for what only proves. */
  readonly proves: boolean;
}

export interface Planned {
  readonly repository: Repository;
  /** Undefined where nothing tells: then it is blocked. */
  readonly module: string | undefined;
  readonly imports: Sorted;
  /** Repositories of this machine that it needs, by others too. */
  readonly needs: readonly Repository[];
  readonly steps: readonly Step[];
  readonly findings: readonly MigrateFinding[];
}

export interface Plan {
  /** Needed ones first; those of one group need each other. */
  readonly groups: readonly (readonly Planned[])[];
}

export interface Choice {
  /** The Go that is to build it, `1.27.4`; undefined where none is chosen yet. */
  readonly version: string | undefined;
  /** Whether that Go itself has a package. */
  readonly isStandard: (path: string) => boolean;
  readonly isPrivate: (path: string) => boolean;
}

/** Plans all that a scan found. */
export function plan(found: Scan, choice: Choice): Plan {
  const known = [...found.repositories, ...found.others, ...found.modules];
  const sorted = new Map(
    known.map((one) => [one, sortImports(one, modulePath(one), choice.isStandard)] as const),
  );
  const edges = edgesOf(sorted);
  const groups = groupsOf(known, edges).map((group) => {
    const own = group.filter((one) => found.repositories.includes(one));
    return own.map((one) => planOne(one, { group, sorted, edges, choice }));
  });
  return { groups: groups.filter((group) => group.length > 0) };
}

/** What a repository is or will be called. */
export function modulePath({ module, importPath, remote }: Repository): string | undefined {
  return module ?? importPath ?? (remote === null ? undefined : moduleOfRemote(remote));
}

function edgesOf(sorted: ReadonlyMap<Repository, Sorted>): Edges {
  const all = [...sorted.keys()];
  return new Map(
    [...sorted].map(([one, { outside }]) => {
      const beside = outside.filter((path) => !one.vendored.has(path));
      const holders = beside.map((path) => holderOf(path, all, modulePath));
      const needed = new Set(holders.filter((holder) => holder !== undefined && holder !== one));
      return [one, [...needed].filter((holder) => holder !== undefined)] as const;
    }),
  );
}

interface World {
  readonly group: readonly Repository[];
  readonly sorted: ReadonlyMap<Repository, Sorted>;
  readonly edges: Edges;
  readonly choice: Choice;
}

const NO_IMPORTS: Sorted = { standard: [], own: [], outside: [], relative: [] };

function planOne(repository: Repository, { group, sorted, edges, choice }: World): Planned {
  const module = modulePath(repository);
  const imports = sorted.get(repository) ?? NO_IMPORTS;
  const needs = closure(repository, edges);
  const modules = needs.flatMap((one) => modulePath(one) ?? []);
  const isLocal = (path: string) => modules.some((one) => isBelow(path, one));
  const findings = judge({
    ...{ repository, module, imports },
    local: new Set(imports.outside.filter(isLocal)),
    cycle: group.filter((one) => one !== repository).map((one) => modulePath(one) ?? one.directory),
    minor: minorOf(choice.version),
    isPrivate: choice.isPrivate,
  });
  const locked = repository.locked.filter(({ path }) => !isLocal(path) && path !== module);
  const steps = stepsOf({ repository, module, needs, locked, version: choice.version });
  return { repository, module, imports, needs, findings, steps };
}

interface Ground {
  readonly repository: Repository;
  readonly module: string | undefined;
  readonly needs: readonly Repository[];
  readonly locked: readonly Locked[];
  readonly version: string | undefined;
}

function stepsOf({ repository, module, needs, locked, version }: Ground): readonly Step[] {
  if (module === undefined) return [];
  const vendored = repository.vendoring.includes("vendor/");
  const replaced = needs.flatMap((one) => {
    const path = modulePath(one);
    return path === undefined ? [] : [`-replace=${path}=${pathTo(repository, one)}`];
  });
  const line = version === undefined ? [] : [`-go=${goLine(version)}`];
  const make = [
    ["mod", "init", module],
    ...(line.length + replaced.length > 0 ? [["mod", "edit", ...line, ...replaced]] : []),
    ...(locked.length > 0 ? [["get", ...getFlags(version), ...locked.map(spec)]] : []),
    ["mod", "tidy"],
    ...(vendored ? [["mod", "vendor"]] : []),
  ];
  const list = vendored ? ["list", "-mod=readonly", "-m", "all"] : ["list", "-m", "all"];
  const prove = [["build", "./..."], ["vet", "./..."], list];
  return [
    ...make.map((args) => ({ args, proves: false })),
    ...prove.map((args) => ({ args, proves: true })),
  ];
}

/** As go.mod writes a directory: it begins with `./` or `../`. */
function pathTo(from: Repository, to: Repository): string {
  const path = relative(from.directory, to.directory);
  return path.startsWith("..") ? path : `./${path}`;
}

/** Before 1.18 `go get` also built what it got. */
function getFlags(version: string | undefined): readonly string[] {
  return (minorOf(version) ?? 99) < 18 ? ["-d"] : [];
}

function spec({ path, version }: Locked): string {
  return `${path}@${version}`;
}

/** The go line: the first release of the chosen minor, so that its other patch releases may build it too. */
export function goLine(version: string): string {
  const [, language = version, rest = ""] = /^(1\.\d+)(.*)$/.exec(version) ?? [];
  if (/^(?:rc|beta)/.test(rest)) return version;
  return (minorOf(version) ?? 0) >= 21 ? `${language}.0` : language;
}

export function minorOf(version: string | undefined): number | undefined {
  const [, minor] = /^1\.(\d+)/.exec(version ?? "") ?? [];
  return minor === undefined ? undefined : Number(minor);
}
