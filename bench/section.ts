/** One measurement's part of the page, and the figures it is held against. */
import type { Sample } from "./runner.ts";
import { least, median } from "./stats.ts";

export interface Section {
  readonly title: string;
  readonly tables: readonly Table[];
  readonly verdicts: readonly Verdict[];
  /** Sentences below the tables. */
  readonly notes: readonly string[];
}

export interface Table {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** A budget of the design and what was measured; `met` is absent when nothing was. */
export interface Verdict {
  readonly what: string;
  readonly budget: string;
  readonly measured: string;
  readonly met?: boolean;
}

/** Holds a figure against an upper limit; `show` renders both. */
export function atMost(
  what: string,
  value: number | undefined,
  limit: number,
  show: (value: number) => string,
): Verdict {
  const budget = `≤ ${show(limit)}`;
  if (value === undefined) return { what, budget, measured: "not measured" };
  return { what, budget, measured: show(value), met: value <= limit };
}

export function times(value: number): string {
  return `${value.toFixed(2)} ×`;
}

export function milliseconds(value: number): string {
  return `${(value * 1e3).toFixed(2)} ms`;
}

export function mebibytes(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(1)} MiB`;
}

export function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

/** `least / median` of seconds in a unit: 1 for seconds, 1e3 for milliseconds. */
export function spread(values: readonly number[], unit: number): string {
  return [least(values), median(values)].map((value) => (value * unit).toFixed(2)).join(" / ");
}

export function walls(samples: readonly Sample[]): number[] {
  return samples.map((sample) => sample.wall);
}

export function cpus(samples: readonly Sample[]): number[] {
  return samples.map((sample) => sample.cpu);
}
