/**
 * Gathers facts in parallel, each once and within its time. Whatever goes wrong
 * with one makes that fact unknown, with a reason, and nothing else: a needed
 * fact that is unknown makes those that need it unknown too.
 */
import { sleep } from "#host/clock.ts";
import { type Declaration, type Fact, unknown } from "./fact.ts";
import { FACTS, type FactName, type Facts } from "./facts.ts";
import { lookAtDirectory, lookAtFile, lookAtHash } from "./look.ts";
import { lookAtBinaries } from "./lookbinaries.ts";
import { lookAtGoCache } from "./lookgocache.ts";
import { lookAtStatus, lookAtTree } from "./looktree.ts";
import type { Place } from "./place.ts";
import type { Read } from "./read.ts";

/** Who asks for what takes so long has asked for it by name, and sees it go on. */
const DISK_MS = 600_000;

/** The facts named, from one place. Never throws for what it finds there. */
export async function gather<N extends FactName>(
  names: readonly N[],
  place: Place,
): Promise<Facts<N>> {
  const begun = new Map<Declaration, Promise<Fact<unknown>>>();
  const ask = (declaration: Declaration): Promise<Fact<unknown>> => {
    const known = begun.get(declaration);
    if (known !== undefined) return known;
    const stored = place.stored?.(declaration.name);
    const asked = stored ? Promise.resolve(stored) : learn(declaration, place, ask);
    begun.set(declaration, asked);
    return asked;
  };
  const facts = await Promise.all(
    names.map(async (name) => [name, await ask(FACTS[name])] as const),
  );
  // Each value comes from the declaration of its own name.
  return Object.fromEntries(facts) as unknown as Facts<N>;
}

type Ask = (declaration: Declaration) => Promise<Fact<unknown>>;

async function learn(declaration: Declaration, place: Place, ask: Ask): Promise<Fact<unknown>> {
  const needed: Record<string, unknown> = {};
  const needs = Object.entries(declaration.needs);
  const facts = await Promise.all(needs.map(([, one]) => ask(one)));
  for (const [at, fact] of facts.entries()) {
    const [name = ""] = needs[at] ?? [];
    if (!fact.known) return fact;
    needed[name] = fact.value;
  }
  const limit = limitOf(declaration, place);
  const timeoutMs = declaration.cost === "build" ? limit : place.timeoutMs;
  return await inTime(limit, () => judge(declaration, { ...place, timeoutMs }, needed));
}

/** A network's answer may need two rounds, each in its own time; a project's packages are many. */
function limitOf({ cost }: Declaration, place: Place): number {
  if (cost === "disk") return Math.max(DISK_MS, place.timeoutMs);
  if (cost === "network") return 1.25 * networkMs(place);
  return cost === "build" ? 5 * place.timeoutMs : place.timeoutMs;
}

async function judge(
  declaration: Declaration,
  place: Place,
  needed: unknown,
): Promise<Fact<unknown>> {
  try {
    const reads = declaration.reads(place, needed);
    // Each a promise of its own: when one throws, none of the others is left unheard.
    const answers = await Promise.all(reads.map(async (read) => answer(read, place)));
    return declaration.parse(answers, place, needed);
  } catch (error) {
    return unknown(`looking failed: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** For one connection, or one answer: servers far away are not ill. */
function networkMs({ timeoutMs }: Place): number {
  return 2 * timeoutMs;
}

function answer(read: Read, place: Place): unknown {
  if ("argv" in read) return place.run(read, place.timeoutMs);
  if (place.answer !== undefined) return place.answer(read);
  if ("env" in read) return place.env[read.env];
  if ("file" in read) return lookAtFile(place.root, read);
  if ("hash" in read) return lookAtHash(place.root, read);
  if ("directory" in read) return lookAtDirectory(place.root, read);
  if ("status" in read) return lookAtStatus(place, read);
  if ("tree" in read) return lookAtTree(place, read);
  if ("gocache" in read) return lookAtGoCache(place, read);
  if ("hop" in read) return place.network.hop(read, networkMs(place));
  if ("host" in read) return place.network.host(read, networkMs(place));
  if ("binaries" in read) return lookAtBinaries(place.root, read);
  const { network } = place;
  return read.log === "head"
    ? network.logHead(networkMs(place))
    : network.versions(networkMs(place));
}

/** Programs are ended at the limit by whoever runs them; this is for disks that do not answer. */
async function inTime(
  timeoutMs: number,
  work: () => Promise<Fact<unknown>>,
): Promise<Fact<unknown>> {
  const over = new AbortController();
  const late = async () => {
    // Twice, so that a program's own limit can tell its name first.
    await sleep(2 * timeoutMs, over.signal);
    return unknown(`no answer within ${(2 * timeoutMs) / 1000} s`);
  };
  try {
    return await Promise.race([work(), late()]);
  } finally {
    over.abort();
  }
}
