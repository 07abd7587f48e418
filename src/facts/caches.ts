/**
 * The directories that builds write to: Go's caches, the place for temporary files and gostead's store. Each with who
 * says so and what stands there, or, while it is not made yet, the nearest directory above. Links are followed.
 */
import { defineFact, known, type Machine } from "./fact.ts";
import { pathsFact, type Role } from "./paths.ts";
import type { StatusAnswer } from "./read.ts";
import { type Setting, settingsFact } from "./settings.ts";
import { upward } from "./upward.ts";

const ROLES = ["GOCACHE", "GOMODCACHE", "store"];

export interface CacheDirectory {
  /** GOCACHE, GOMODCACHE, store, or `temporary`. */
  readonly name: string;
  readonly path: string;
  /** `GOCACHE (env)`, `TMPDIR`, `default`. */
  readonly source: string;
  /** `path` itself, or the nearest one above that is there. */
  readonly at: string;
  readonly isDirectory: boolean;
  /** Of `at`: permission bits, owner, and whether we may write there. */
  readonly mode: number;
  readonly uid: number;
  readonly writable: boolean;
}

export interface Caches {
  readonly uid: number | null;
  readonly directories: readonly CacheDirectory[];
}

type Named = Pick<CacheDirectory, "name" | "path" | "source">;

interface Needed {
  readonly paths: { readonly roles: readonly Role[] };
  readonly settings: Readonly<Record<string, Setting>>;
}

export const cachesFact = defineFact({
  name: "caches",
  cost: "instant",
  about: "the directories that builds write to: mode, owner, whether we may write there",
  needs: { paths: pathsFact, settings: settingsFact },
  reads: (machine, needed) =>
    statusesOf(namedBy(machine, needed)).map((path) => ({ status: `${path}/.` })),
  parse: (answers, machine, needed) => {
    const found = new Map(answers.map((answer) => [answer.path, answer]));
    const directories = namedBy(machine, needed).flatMap((named) => directoryOf(named, found));
    return known<Caches>({ uid: machine.uid ?? null, directories });
  },
});

function namedBy({ env }: Machine, { paths, settings }: Needed): readonly Named[] {
  const roles = paths.roles.filter(({ role }) => ROLES.includes(role));
  const named = roles.map(({ role, path, source }) => ({ name: role, path, source }));
  return [...named, temporary(env, settings)].filter(({ path }) => path.startsWith("/"));
}

/** Where go builds and starts programs: GOTMPDIR before TMPDIR. */
function temporary(env: Machine["env"], { GOTMPDIR }: Needed["settings"]): Named {
  const name = "temporary";
  if (GOTMPDIR) return { name, path: GOTMPDIR.value, source: `GOTMPDIR (${GOTMPDIR.origin})` };
  return env.TMPDIR
    ? { name, path: env.TMPDIR, source: "TMPDIR" }
    : { name, path: "/tmp", source: "default" };
}

function statusesOf(named: readonly Named[]): readonly string[] {
  return [...new Set(named.flatMap(({ path }) => toRoot(path)))];
}

/** A relative path ends at the root too: where it begins nobody says. */
function toRoot(path: string): readonly string[] {
  return upward(path).with(-1, "/");
}

/** None where something on the way cannot be looked at. */
function directoryOf(
  named: Named,
  found: ReadonlyMap<string, StatusAnswer>,
): readonly CacheDirectory[] {
  const at = toRoot(named.path).find((path) => found.get(`${path}/.`)?.is !== "absent");
  const answer = at === undefined ? undefined : found.get(`${at}/.`);
  if (at === undefined || answer?.is !== "status") return [];
  const { kind, mode, uid, writable } = answer;
  return [{ ...named, at, isDirectory: kind === "directory", mode, uid, writable }];
}
