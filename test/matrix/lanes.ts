/**
 * All ways, measured in two lanes at once: each a process with a home of its own.
 * `node lanes.ts 0 2` is the first of two; it prints a line of JSON for each way.
 */
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { finished } from "../support/home.ts";
import { type Machine, withMachines } from "./machine.ts";
import { type Measured, measure, standing } from "./measure.ts";
import type { Way } from "./way.ts";
import { WAYS } from "./ways.ts";

const LANES = 2;
const LANE_MS = 40 * 60_000;

/** Answers with what each way came to, in the order of the ways; throws what a way threw. */
export async function measured(ways: readonly Way[]): Promise<readonly Measured[]> {
  const all: Measured[] = [];
  await withMachines(async (fresh) => {
    const known = new Map<string, ReadonlySet<string>>();
    for (const way of ways) {
      const { groups, session } = way;
      const key = `${session.shell} ${groups}`;
      const whole = { ...(groups && { groups }), session: { shell: session.shell } };
      const told = known.get(key) ?? (await standing(await fresh(), whole));
      known.set(key, told);
      all.push(await tried(await fresh(), way, told));
    }
  });
  return all;
}

async function tried(machine: Machine, way: Way, known: ReadonlySet<string>): Promise<Measured> {
  try {
    return await measure(machine, way, known);
  } catch (error) {
    throw new Error(`${way.name}: ${error instanceof Error ? error.message : error}`, {
      cause: error,
    });
  }
}

/** The same for every way, in as many processes as there are lanes. */
export async function measuredInLanes(): Promise<readonly Measured[]> {
  const words = [...Array(LANES).keys()].map((lane) => [String(lane), String(LANES)]);
  const flags = ["--disable-warning=ExperimentalWarning", fileURLToPath(import.meta.url)];
  const runs = words.map(async (lane) => {
    const child = spawn(process.execPath, [...flags, ...lane]);
    const { code, stdout, stderr } = await finished(child, { timeoutMs: LANE_MS });
    if (code !== 0) throw new Error(stderr);
    return JSON.parse(stdout) as readonly Measured[];
  });
  const lanes = await Promise.all(runs);
  return WAYS.map((_, index) => {
    const one = lanes[index % LANES]?.[Math.floor(index / LANES)];
    if (one === undefined) throw new Error(`lane ${index % LANES} measured too little`);
    return one;
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [lane, lanes] = process.argv.slice(2).map(Number);
  const mine = WAYS.filter((_, index) => index % (lanes ?? LANES) === lane);
  process.stdout.write(JSON.stringify(await measured(mine)));
}
