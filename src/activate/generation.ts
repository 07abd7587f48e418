/**
 * Generations: every version that was the user's default, one directory a switch,
 * never written again (design §5):
 *
 *   generations/20261121-110605/go             -> ../../toolchains/go1.24.6.linux-amd64; absent for `system`
 *   generations/20261121-110605/word           1.24.6: what the shim reads, exact, so that a way back leads back
 *   generations/20261121-110605/snapshot.json  a Snapshot
 *   current -> generations/20261121-110605     the one that counts
 *   default -> current/word                    where the shim looks
 */
import { lstatSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import { basename, join } from "node:path";
import { isAbsent } from "#host/env.ts";
import type { Home } from "#host/paths.ts";
import { GosteadError } from "#model/error.ts";

/** snapshot.json; the names of its first four are those of the list that people read. */
export interface Snapshot {
  readonly format: 1;
  /** `snap-007`: counted from 1 in each home. */
  readonly snapshot_id: string;
  /** Below the home: `toolchains/go1.24.6.linux-amd64`; null for `system`. */
  readonly release_path: string | null;
  /** RFC 3339, UTC. */
  readonly switched_at: string;
  /** A name below links/, or `system`. */
  readonly word: string;
  /** The word that was asked for when it moves on with new patches: `1.24`. */
  readonly follows: string | null;
  readonly version: string | null;
  readonly h1: string | null;
  readonly actor: string;
  readonly reason: string;
  /** The snapshot_id that was active before: where `rollback` leads. */
  readonly previous: string | null;
}

export interface Generation extends Snapshot {
  /** Its directory: `20261121-110605`. */
  readonly name: string;
}

/** What the user's default has been, oldest first, and which of them is active. */
export interface History {
  readonly generations: readonly Generation[];
  /** Undefined when there is none, or `current` leads nowhere. */
  readonly active: Generation | undefined;
}

const FORMAT = 1;
/** Where the shim looks, as a link. */
export const DEFAULT_TARGET = "current/word";

export function generationsDirectory(home: Home): string {
  return join(home.root, "generations");
}

export function currentLink(home: Home): string {
  return join(home.root, "current");
}

export function defaultLink(home: Home): string {
  return join(home.root, "default");
}

/** 7 for `snap-007`. */
export function numberOf(id: string): number {
  return Number(id.slice("snap-".length));
}

export function idOf(number: number): string {
  return `snap-${String(number).padStart(3, "0")}`;
}

/** Throws `newer-format`, and `not-a-link` when something else than a link stands at `current`. */
export function readHistory(home: Home): History {
  const active = activeName(home);
  const generations = generationNames(home)
    .flatMap((name) => readGeneration(home, name) ?? [])
    .sort((a, b) => numberOf(a.snapshot_id) - numberOf(b.snapshot_id));
  return { generations, active: generations.find(({ name }) => name === active) };
}

/** The active one alone: what a command that only shows it reads. Throws as readHistory does. */
export function activeGeneration(home: Home): Generation | undefined {
  const name = activeName(home);
  return name === undefined ? undefined : readGeneration(home, name);
}

/** True when the shim reads what `current` leads to, and no plain file that was put there. */
export function isLinked(home: Home): boolean {
  return linkText(defaultLink(home)) === DEFAULT_TARGET;
}

function activeName(home: Home): string | undefined {
  const target = linkText(currentLink(home));
  return target === undefined ? undefined : basename(target);
}

/** Where a link leads; undefined when nothing stands there. Throws `not-a-link`. */
function linkText(path: string): string | undefined {
  const stat = lstatSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return undefined;
  if (stat.isSymbolicLink()) return readlinkSync(path);
  // A plain `default` is what gostead wrote before it kept generations.
  if (stat.isFile() && basename(path) === "default") return "";
  throw new GosteadError("not-a-link", `${path} is no link, and gostead replaces nothing else`, {
    fix: "look at what it holds, then move it away",
  });
}

function generationNames(home: Home): string[] {
  try {
    return readdirSync(generationsDirectory(home)).filter((name) => /^\d{8}-\d{6}/.test(name));
  } catch (error) {
    if (isAbsent(error)) return [];
    throw error;
  }
}

/** Undefined when it is damaged: such a one is no place to go back to. Throws `newer-format`. */
function readGeneration(home: Home, name: string): Generation | undefined {
  const fields = parseFields(join(generationsDirectory(home), name, "snapshot.json"));
  if (fields === undefined) return undefined;
  if (typeof fields.format === "number" && fields.format > FORMAT) {
    throw new GosteadError(
      "newer-format",
      `generation ${name} has format ${fields.format}, this gostead reads ${FORMAT}`,
      { fix: "use the newer gostead that wrote it" },
    );
  }
  return isSnapshot(fields) ? { ...fields, name } : undefined;
}

function parseFields(path: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(readFileSync(path, "utf8"));
    return typeof value === "object" && value !== null ? { ...value } : undefined;
  } catch (error) {
    if (isAbsent(error) || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

const TEXTS = ["switched_at", "word", "actor", "reason"] as const;
const OPTIONAL = ["release_path", "follows", "version", "h1", "previous"] as const;

function isSnapshot(fields: Record<string, unknown>): fields is Record<string, unknown> & Snapshot {
  return (
    fields.format === FORMAT &&
    /^snap-\d{3,9}$/.test(String(fields.snapshot_id)) &&
    TEXTS.every((name) => typeof fields[name] === "string") &&
    OPTIONAL.every((name) => fields[name] === null || typeof fields[name] === "string")
  );
}
