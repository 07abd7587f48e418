/**
 * Applications that switch as the default does (spec A8):
 *
 *   APP/releases/20261121-142301/    a copy of what was deployed, never written again
 *   APP/current -> releases/20261121-142301
 *
 * A deployment is copied beside the others, checked there, and becomes the current one
 * by one rename. What runs keeps the directory that it started in.
 */
import {
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  rmSync,
} from "node:fs";
import { basename, join, relative } from "node:path";
import { isoTime } from "#host/clock.ts";
import { type LockOptions, withLock } from "#host/lock.ts";
import { syncTree, writeFailure } from "#host/sync.ts";
import { GosteadError } from "#model/error.ts";
import { quoted } from "#model/quote.ts";
import { flip } from "./flip.ts";
import { settle, stampOf } from "./generationmake.ts";

export interface DeployDeps {
  readonly nowMs: () => number;
  readonly lock: LockOptions;
  /** Throws `unhealthy`; runs in the copy, before it is the current one. */
  readonly gate: (directory: string) => Promise<void>;
  /** How many releases stay, the current one and the one before it besides. */
  readonly keep: number;
}

export interface Deployed {
  /** Name of the release, `20261121-142301`; null for none. */
  readonly from: string | null;
  readonly to: string;
  readonly path: string;
}

/** Copies `source`, checks the copy, and makes it current. Throws `unhealthy`, `not-a-link`, or what writing throws. */
export async function deploy(source: string, app: string, deps: DeployDeps): Promise<Deployed> {
  requireApart(source, app);
  return exclusively(app, deps, async () => {
    const releases = join(app, "releases");
    const from = currentRelease(app);
    const temporary = join(releases, `.${crypto.randomUUID()}`);
    try {
      cpSync(source, temporary, { recursive: true, verbatimSymlinks: true, errorOnExist: true });
      await syncTree(temporary);
      await deps.gate(temporary);
    } catch (cause) {
      rmSync(temporary, { recursive: true, force: true });
      throw cause instanceof GosteadError ? cause : writeFailure(app, cause);
    }
    const to = settle(temporary, releases, stampOf(isoTime(deps.nowMs())));
    await flip(join(app, "current"), join("releases", to));
    retain(app, { from, to }, deps.keep);
    return { from: from ?? null, to, path: join(releases, to) };
  });
}

/** Back to a release, or to the one before the current. Throws `no-snapshot`, `unhealthy`. */
export function rollBackRelease(
  app: string,
  name: string | undefined,
  deps: DeployDeps,
): Promise<Deployed> {
  return exclusively(app, deps, async () => {
    const names = releaseNames(app);
    const from = currentRelease(app);
    const before = from === undefined ? names.length : names.indexOf(from);
    const to = name ?? names[before - 1];
    if (to === undefined || !names.includes(to)) throw noRelease(to, names);
    const path = join(app, "releases", to);
    await deps.gate(path);
    await flip(join(app, "current"), join("releases", to));
    return { from: from ?? null, to, path };
  });
}

/** Names of releases, oldest first: they begin with their time. */
export function releaseNames(app: string): string[] {
  const directory = join(app, "releases");
  const names = existsSync(directory) ? readdirSync(directory) : [];
  return names.filter((name) => /^\d{8}-\d{6}(-\d+)?$/.test(name)).sort(byAge);
}

/** Undefined where nothing is deployed. Throws `not-a-link` where something else stands at `current`. */
export function currentRelease(app: string): string | undefined {
  const path = join(app, "current");
  const stat = lstatSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return undefined;
  if (stat.isSymbolicLink()) return basename(readlinkSync(path));
  throw new GosteadError("not-a-link", `${path} is no link, and gostead replaces nothing else`, {
    fix: "look at what it holds, then move it away",
  });
}

/** `20261121-142301-10` after `…-9`. */
function byAge(a: string, b: string): number {
  const [[dayA, nthA], [dayB, nthB]] = [a, b].map((name): [string, number] => [
    name.slice(0, 15),
    Number(name.slice(16)),
  ]) as [[string, number], [string, number]];
  return dayA < dayB ? -1 : dayA > dayB ? 1 : nthA - nthB;
}

function exclusively<T>(app: string, { lock }: DeployDeps, body: () => Promise<T>): Promise<T> {
  try {
    mkdirSync(join(app, "releases"), { recursive: true });
  } catch (cause) {
    throw writeFailure(app, cause);
  }
  return withLock(join(app, "releases", ".lock"), lock, body);
}

/** A copy into itself would have no end. */
function requireApart(source: string, app: string): void {
  const stat = lstatSync(source, { throwIfNoEntry: false });
  const inner = relative(source, app);
  if (stat?.isDirectory() === true && (inner.startsWith("../") || inner === "..")) return;
  const why = stat?.isDirectory() === true ? `holds ${quoted(app, 200)}` : "is no directory";
  throw new GosteadError("usage", `${quoted(source, 200)} cannot be deployed: it ${why}`, {
    fix: "gostead release deploy ./build --to /opt/app",
  });
}

function retain(app: string, { from, to }: { from: string | undefined; to: string }, keep: number) {
  const names = releaseNames(app);
  const kept = new Set([...names.slice(-keep), to, from]);
  for (const name of names.filter((one) => !kept.has(one))) {
    rmSync(join(app, "releases", name), { recursive: true, force: true });
  }
  for (const name of readdirSync(join(app, "releases"))) {
    if (/^\.[0-9a-f-]{36}$/.test(name)) rmSync(join(app, "releases", name), { recursive: true });
  }
}

function noRelease(name: string | undefined, names: readonly string[]): GosteadError {
  const have = names.length === 0 ? "there is none yet" : `there are ${names.join(", ")}`;
  const what = name === undefined ? "nothing to roll back to" : `no release is ${quoted(name)}`;
  return new GosteadError("no-snapshot", `${what}: ${have}`, {
    fix: "gostead release list --to DIR",
  });
}
