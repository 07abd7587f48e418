/** Go's and gostead's directories: where each is, who says so, and whether we may write there. */
import { dirname, join } from "node:path";
import { SYSTEM_HOME } from "#host/paths.ts";
import { defineFact, known, type Machine } from "./fact.ts";
import { goenvfileFact } from "./goenvfile.ts";
import { gosFact } from "./gos.ts";
import type { Kind, StatusAnswer } from "./read.ts";
import { type Setting, settingsFact } from "./settings.ts";

export interface Role {
  readonly role: string;
  readonly path: string;
  /** Who says so: `GOPATH (env)`, `default`. */
  readonly source: string;
  readonly state: Kind | "missing" | "unreadable";
  /** Of one that is missing: whether we may make it. */
  readonly writable: boolean;
  readonly target?: string;
}

/** One of the directories that lead to the home. */
export interface Step {
  readonly path: string;
  readonly kind: Kind;
  readonly mode: number;
  readonly uid: number;
}

type Named = Pick<Role, "role" | "path" | "source">;

interface Told {
  readonly settings: Readonly<Record<string, Setting>>;
  readonly gos: readonly { readonly goroot: string | null }[];
  readonly goenv: string | null;
}

export const pathsFact = defineFact({
  name: "paths",
  cost: "instant",
  about: "Go's and gostead's directories, who says so, and which we may write",
  needs: { settings: settingsFact, gos: gosFact, goenvfile: goenvfileFact },
  reads: (machine, needed) =>
    stepsTo(rolesOf(machine, toldBy(needed))).map((status) => ({ status })),
  parse: (answers, machine, needed) => {
    const found = new Map(answers.map((answer) => [answer.path, answer]));
    const roles = rolesOf(machine, toldBy(needed)).map((named) => roleOf(named, found));
    const home = machine.gostead;
    const steps = home === undefined ? [] : [...ancestorsOf(home), home];
    const leading = steps.flatMap((path) => stepOf(found.get(path)));
    const isSystem = home === SYSTEM_HOME;
    return known({ uid: machine.uid ?? null, isSystem, roles, leading });
  },
});

function toldBy(needed: {
  readonly settings: Told["settings"];
  readonly gos: { readonly gos: Told["gos"] };
  readonly goenvfile: { readonly path: string | null };
}): Told {
  return { settings: needed.settings, gos: needed.gos.gos, goenv: needed.goenvfile.path };
}

function rolesOf(machine: Machine, told: Told): readonly Named[] {
  return [...gosteadRoles(machine), ...goRoles(machine, told)].filter(({ path }) =>
    path.startsWith("/"),
  );
}

function gosteadRoles({ gostead, env }: Machine): readonly Named[] {
  if (gostead === undefined) return [];
  const source = env.GOSTEAD_HOME
    ? "GOSTEAD_HOME"
    : env.XDG_DATA_HOME
      ? "XDG_DATA_HOME"
      : "default";
  const below = ["shims", "toolchains", "store"].map((role) => {
    return { role, path: join(gostead, role), source: "home" };
  });
  const current = { role: "current", path: join(gostead, "current", "go"), source: "home" };
  return [{ role: "home", path: gostead, source }, ...below, current];
}

function goRoles({ env, platform }: Machine, { settings, gos, goenv }: Told): readonly Named[] {
  const home = env.HOME || undefined;
  const cache = platform.startsWith("darwin") ? "Library/Caches" : ".cache";
  const caches = env.XDG_CACHE_HOME || (home && join(home, cache));
  const set = (role: string, standard: string | undefined, source = "default"): Named[] => {
    const own = settings[role];
    const first = own?.value.split(":")[0];
    if (own !== undefined && first)
      return [{ role, path: first, source: `${role} (${own.origin})` }];
    return standard === undefined ? [] : [{ role, path: standard, source }];
  };
  const [gopath] = set("GOPATH", home && join(home, "go"));
  const inGopath = (name: string) => gopath && join(gopath.path, name);
  const goroot = gos.find((go) => go.goroot !== null)?.goroot ?? undefined;
  return [
    ...set("GOROOT", goroot, "the first go on PATH"),
    ...(gopath === undefined ? [] : [gopath]),
    ...set("GOBIN", inGopath("bin"), "GOPATH"),
    ...set("GOMODCACHE", inGopath("pkg/mod"), "GOPATH"),
    ...set("GOCACHE", caches && join(caches, "go-build")),
    ...(goenv
      ? [{ role: "GOENV", path: goenv, source: env.GOENV ? "GOENV (env)" : "default" }]
      : []),
    { role: "usr-local-go", path: "/usr/local/go", source: "where others look" },
  ];
}

/** Every path with the directories above it, each once. */
function stepsTo(roles: readonly Named[]): readonly string[] {
  return [...new Set(roles.flatMap(({ path }) => [...ancestorsOf(path), path]))];
}

function ancestorsOf(path: string): readonly string[] {
  const parent = dirname(path);
  return parent === path ? [] : [...ancestorsOf(parent), parent];
}

type Found = ReadonlyMap<string, StatusAnswer>;

function roleOf(named: Named, found: Found): Role {
  const answer = found.get(named.path);
  if (answer?.is === "unreadable") return { ...named, state: "unreadable", writable: false };
  if (answer?.is !== "status")
    return { ...named, state: "missing", writable: mayMake(named.path, found) };
  const { kind, writable, target } = answer;
  return { ...named, state: kind, writable, ...(target === undefined ? {} : { target }) };
}

/** The nearest directory above that is there decides. */
function mayMake(path: string, found: Found): boolean {
  const above = ancestorsOf(path).findLast((one) => found.get(one)?.is === "status");
  const answer = above === undefined ? undefined : found.get(above);
  return answer?.is === "status" && answer.writable;
}

function stepOf(answer: StatusAnswer | undefined): readonly Step[] {
  if (answer?.is !== "status") return [];
  const { path, kind, mode, uid } = answer;
  return [{ path, kind, mode, uid }];
}
