/** Short commands in turn: many rounds, a warm-up of two, table rows in milliseconds. */
import { interleave } from "../interleave.ts";
import type { Lab } from "../lab.ts";
import { type Command, mustRun, type Sample } from "../runner.ts";
import { cpus, spread, walls } from "../section.ts";
import { least, pairedDifference } from "../stats.ts";

const WARM_UPS = 2;
export const SHORT_HEAD = ["", "wall ms", "CPU ms"];

export type Samples = ReadonlyMap<string, readonly Sample[]>;

export function inTurn(lab: Lab, commands: ReadonlyMap<string, Command>): Promise<Samples> {
  const plan = { rounds: lab.settings.rounds, warmUps: WARM_UPS };
  return interleave([...commands.keys()], plan, (name) => mustRun(lab.runner, commands.get(name)!));
}

export function shortCells(name: string, samples: readonly Sample[]): string[] {
  return [name, spread(walls(samples), 1e3), spread(cpus(samples), 1e3)];
}

/** Seconds of wall time that `name` takes over `base`, round by round. */
export function over(samples: Samples, name: string, base: string): number | undefined {
  const [one, other] = [samples.get(name), samples.get(base)];
  return one && other && pairedDifference(walls(one), walls(other));
}

/** The same between the least of each: what is left when nothing else disturbs. */
export function leastOver(samples: Samples, name: string, base: string): number | undefined {
  const [one, other] = [samples.get(name), samples.get(base)];
  return one && other && least(walls(one)) - least(walls(other));
}
