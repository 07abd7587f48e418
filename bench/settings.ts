/**
 * What one run of the bench is asked to do, read from the environment:
 *   BENCH_DIR    work directory; else a fresh one on tmpfs, removed afterwards
 *   BENCH_CACHE  mirror and peers kept between runs (XDG cache/gostead-bench)
 *   BENCH_PEERS  peers that a person has put there (BENCH_CACHE/peers)
 *   N, NI        repetitions of short commands (30) and of installs (5)
 *   QUIET=1      the scheduler's best weight (quiet.ts)
 */
import { mkdirSync, mkdtempSync, realpathSync, statfsSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";

/** Two patch releases of one minor, the next minor, and a recent one. */
export const VERSIONS = ["1.22.5", "1.22.6", "1.23.4", "1.26.8"] as const;
export const FIRST = VERSIONS[0];
export const NEXT_PATCH = VERSIONS[1];
export const PLATFORM = `linux-${process.arch === "x64" ? "amd64" : process.arch}`;
export const REPOSITORY = realpathSync(join(import.meta.dirname, ".."));

export interface Settings {
  readonly work: string;
  /** True when `work` is ours to remove. */
  readonly fresh: boolean;
  readonly cache: string;
  readonly peers: string;
  /** Rounds of short commands, after the warm-up. */
  readonly rounds: number;
  /** Rounds of installs, after the warm-up. */
  readonly installRounds: number;
  readonly quiet: boolean;
}

const SHARED_MEMORY = "/dev/shm";
const BYTES_NEEDED = 8 * 2 ** 30;

export function readSettings(env: NodeJS.ProcessEnv): Settings {
  const cache =
    env.BENCH_CACHE || join(env.XDG_CACHE_HOME || join(homedir(), ".cache"), "gostead-bench");
  mkdirSync(cache, { recursive: true });
  const given = env.BENCH_DIR;
  if (given) mkdirSync(given, { recursive: true });
  return {
    work: realpathSync(given || mkdtempSync(join(roomyDirectory(), "gostead-bench-"))),
    fresh: !given,
    cache: realpathSync(cache),
    peers: env.BENCH_PEERS || join(cache, "peers"),
    rounds: count(env, "N", 30),
    installRounds: count(env, "NI", 5),
    quiet: env.QUIET === "1",
  };
}

/** Disks shared with other writers make file creation unrankable: tmpfs first. */
function roomyDirectory(): string {
  try {
    const { bavail, bsize } = statfsSync(SHARED_MEMORY);
    return bavail * bsize >= BYTES_NEEDED ? SHARED_MEMORY : tmpdir();
  } catch {
    return tmpdir();
  }
}

function count(env: NodeJS.ProcessEnv, name: string, otherwise: number): number {
  const given = env[name];
  if (!given) return otherwise;
  if (!/^[1-9]\d{0,3}$/.test(given)) throw new Error(`${name}=${given} is not 1 to 9999`);
  return Number(given);
}
