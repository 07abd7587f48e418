/**
 * The user's default changes: a generation is made, its go is asked what it is, and
 * only then one rename makes it count. A kill, a full disk or a failing gate leave
 * the old default; two switches at once happen one after the other.
 */
import { existsSync, lstatSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isoTime } from "#host/clock.ts";
import { type LockOptions, withLock } from "#host/lock.ts";
import type { Home } from "#host/paths.ts";
import { GosteadError } from "#model/error.ts";
import { parseWord } from "#pin/word.ts";
import { flip } from "./flip.ts";
import {
  currentLink,
  DEFAULT_TARGET,
  defaultLink,
  type Generation,
  type History,
  isLinked,
  readHistory,
  type Snapshot,
} from "./generation.ts";
import { addGeneration, nextId, previousOf, removeGeneration, retain } from "./generationmake.ts";

/** What is to become the default, as a snapshot keeps it. */
export type Target = Pick<Snapshot, "word" | "follows" | "version" | "release_path" | "h1">;

export interface SwitchDeps {
  readonly home: Home;
  readonly nowMs: () => number;
  readonly actor: string;
  /** How many generations stay; the active one and the last good one besides. */
  readonly keep: number;
  readonly lock: LockOptions;
  /** Throws `unhealthy` when the go of that GOROOT does not say that version. */
  readonly gate: (goroot: string, version: string) => Promise<void>;
  /** What a word means now; undefined when nothing installed is meant. */
  readonly targetOf: (word: string) => Target | undefined;
}

export interface Switched {
  /** Undefined for the first one. */
  readonly from: Generation | undefined;
  readonly to: Generation;
  /** False when that was active already. */
  readonly changed: boolean;
}

export const KEPT_GENERATIONS = 5;

/** Makes `target` the default. Throws `unhealthy`, `not-a-link`, or what writing throws. */
export function switchTo(target: Target, reason: string, deps: SwitchDeps): Promise<Switched> {
  return exclusively(deps, async (history) => {
    const from = history.active;
    if (from !== undefined && isSame(from, target)) return { from, to: from, changed: false };
    const to = await grow(history, { target, reason }, deps);
    await activate(to, deps);
    retain(deps.home, { generations: [...history.generations, to], active: to }, deps.keep);
    return { from, to, changed: true };
  });
}

/** Back to a snapshot, or to what was active before. Throws `no-snapshot`, `not-installed`, `unhealthy` and as above. */
export function rollBack(id: string | undefined, deps: SwitchDeps): Promise<Switched> {
  return exclusively(deps, async (history) => {
    const to = findTarget(id, history);
    const from = history.active;
    requirePresent(deps.home, to);
    await passGate(to, deps);
    await activate(to, deps);
    return { from, to, changed: from?.name !== to.name };
  });
}

/**
 * A default such as `1.24` moves on to a newer patch: called after whatever changed
 * what is installed. A version that somebody rolled back from is not taken again.
 * Undefined when nothing had to be done.
 */
export async function moveOn(reason: string, deps: SwitchDeps): Promise<Switched | undefined> {
  const target = dueTarget(deps);
  return target === undefined ? undefined : await switchTo(target, reason, deps);
}

function dueTarget({ home, targetOf }: SwitchDeps): Target | undefined {
  const { generations, active } = readHistory(home);
  if (active === undefined || active.follows === null || !isLinked(home)) return undefined;
  const target = targetOf(active.follows);
  if (target === undefined || target.version === active.version) return undefined;
  const later = generations.slice(generations.indexOf(active) + 1);
  const isLeft = later.some(({ version }) => version === target.version);
  return isLeft && existsSync(join(home.root, active.release_path ?? "")) ? undefined : target;
}

function exclusively(
  deps: SwitchDeps,
  body: (history: History) => Promise<Switched>,
): Promise<Switched> {
  return withLock(join(deps.home.locks, "generation.lock"), deps.lock, async () =>
    body(await adopted(readHistory(deps.home), deps)),
  );
}

/** A plain `default` file, as gostead wrote it before it kept generations, becomes one: there is a way back to it. */
async function adopted(history: History, deps: SwitchDeps): Promise<History> {
  const { home } = deps;
  if (isLinked(home) || lstatSync(defaultLink(home), { throwIfNoEntry: false }) === undefined) {
    return history;
  }
  const word = parseWord(readFileSync(defaultLink(home), "utf8").trim());
  const target = word === undefined ? undefined : deps.targetOf(word);
  if (target === undefined) return history;
  const own = await grow(history, { target, reason: "the default file" }, { ...deps, gate: none });
  await activate(own, deps);
  return { generations: [...history.generations, own], active: own };
}

async function none(): Promise<void> {}

interface Wish {
  readonly target: Target;
  readonly reason: string;
}

/** A new generation that has passed the gate. */
async function grow(history: History, wish: Wish, deps: SwitchDeps): Promise<Generation> {
  const made = await addGeneration(deps.home, {
    format: 1,
    snapshot_id: nextId(history.generations),
    release_path: wish.target.release_path,
    switched_at: isoTime(deps.nowMs()),
    word: wish.target.word,
    follows: wish.target.follows,
    version: wish.target.version,
    h1: wish.target.h1,
    actor: deps.actor,
    reason: wish.reason,
    previous: history.active?.snapshot_id ?? null,
  });
  try {
    await passGate(made, deps);
    return made;
  } catch (error) {
    removeGeneration(deps.home, made.name);
    throw error;
  }
}

async function passGate({ version, release_path }: Generation, deps: SwitchDeps) {
  if (version === null || release_path === null) return;
  await deps.gate(join(deps.home.root, release_path), version);
}

/** From here on it counts; and the shim looks through the link, should a plain file have stood there. */
async function activate({ name }: Generation, { home }: SwitchDeps): Promise<void> {
  await flip(currentLink(home), join("generations", name));
  await flip(defaultLink(home), DEFAULT_TARGET);
}

function isSame(active: Generation, target: Target): boolean {
  const keys = ["word", "follows", "version", "release_path"] as const;
  return keys.every((key) => active[key] === target[key]);
}

/** The named snapshot, or what was active before. Throws `no-snapshot`. */
export function findTarget(id: string | undefined, { generations, active }: History): Generation {
  const found =
    id !== undefined
      ? generations.find((one) => one.snapshot_id === id || one.name === id)
      : active === undefined
        ? generations.at(-1)
        : previousOf(active, generations);
  if (found !== undefined) return found;
  const ids = generations.map((one) => one.snapshot_id).join(", ");
  const have = ids === "" ? "there is none yet" : `there are ${ids}`;
  const what =
    id === undefined ? "nothing to roll back to" : `no snapshot is ${JSON.stringify(id)}`;
  throw new GosteadError("no-snapshot", `${what}: ${have}`, {
    fix: id === undefined ? "gostead default VERSION" : "gostead rollback --list",
  });
}

function requirePresent(home: Home, { snapshot_id, release_path, version, word }: Generation) {
  if (release_path === null || existsSync(join(home.root, release_path, "bin", "go"))) return;
  throw new GosteadError(
    "not-installed",
    `${snapshot_id} is go${word}, which is not installed any more`,
    {
      fix: word.includes("@") ? `gostead label add ${word}` : `gostead install ${version ?? word}`,
    },
  );
}
