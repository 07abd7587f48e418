/**
 * The rounds that install, delta and memory share: each contestant starts with
 * nothing, installs the first version cold, then the next patch release.
 */
import { remove, usage } from "../disk.ts";
import { interleave } from "../interleave.ts";
import { install, type Lab } from "../lab.ts";
import type { Peer } from "../peers/peer.ts";
import type { Sample } from "../runner.ts";
import { cpus, megabytes, spread, walls } from "../section.ts";
import { FIRST, NEXT_PATCH } from "../settings.ts";
import { median, pairedRatio } from "../stats.ts";

export interface Install {
  readonly sample: Sample;
  /** All that nginx sent, headers included. */
  readonly bytes: number;
  readonly requests: number;
  /** Files of the new tree whose content lies in no inode that was there before. */
  readonly newFiles: number;
}

export interface Round {
  readonly cold: Install;
  readonly next: Install;
}

const WARM_UPS = 1;
const known = new WeakMap<Lab, Promise<Map<string, Round[]>>>();

/** By contestant, in order of rounds; run once however many rows ask. */
export function installRounds(lab: Lab): Promise<Map<string, Round[]>> {
  const rounds = known.get(lab) ?? runRounds(lab);
  known.set(lab, rounds);
  return rounds;
}

function runRounds(lab: Lab): Promise<Map<string, Round[]>> {
  const byName = new Map(lab.peers.map((peer) => [peer.name, peer]));
  const plan = { rounds: lab.settings.installRounds, warmUps: WARM_UPS };
  return interleave([...byName.keys()], plan, (name) => oneRound(lab, byName.get(name)!));
}

async function oneRound(lab: Lab, peer: Peer): Promise<Round> {
  remove(peer.state);
  const cold = await counted(lab, peer, FIRST);
  const next = await counted(lab, peer, NEXT_PATCH);
  remove(peer.state);
  return { cold, next };
}

async function counted(lab: Lab, peer: Peer, version: string): Promise<Install> {
  const before = usage(peer.state).files;
  const mark = lab.nginx.mark();
  const sample = await install(lab, peer, version);
  const sent = await lab.nginx.sent(mark);
  const now = usage([peer.tree(version)]).files;
  return { sample, ...sent, newFiles: [...now].filter((inode) => !before.has(inode)).length };
}

export type Installs = ReadonlyMap<string, readonly Install[]>;

/** One kind of install out of every round, by contestant. */
export function only(kind: keyof Round, rounds: ReadonlyMap<string, Round[]>): Installs {
  return new Map([...rounds].map(([name, all]) => [name, all.map((round) => round[kind])]));
}

/** The wall time of `a` in times that of `b`; nothing when one is absent. */
export function wallRatio(installs: Installs, a: string, b: string): number | undefined {
  return ratioOf(walls, [installs.get(a), installs.get(b)]);
}

/** Both ratios as a cell: on a busy machine the one of CPU time is the steadier. */
export function ratioCell(installs: Installs, a: string, b: string): string {
  const pair = [installs.get(a), installs.get(b)] as const;
  const [wall, cpu] = [ratioOf(walls, pair), ratioOf(cpus, pair)];
  return wall && cpu ? `${wall.toFixed(2)} × (${cpu.toFixed(2)})` : "–";
}

type Pair = readonly [readonly Install[] | undefined, readonly Install[] | undefined];

function ratioOf(figure: typeof walls, [one, other]: Pair): number | undefined {
  if (!one || !other) return undefined;
  return pairedRatio(
    figure(one.map(({ sample }) => sample)),
    figure(other.map(({ sample }) => sample)),
  );
}

/** Wall and CPU seconds as least / median, then bytes and requests, as cells. */
export function figures(installs: readonly Install[]): string[] {
  const samples = installs.map(({ sample }) => sample);
  return [
    spread(walls(samples), 1),
    spread(cpus(samples), 1),
    megabytes(median(installs.map(({ bytes }) => bytes))),
    String(median(installs.map(({ requests }) => requests))),
  ];
}
