/** Where two sets of facts differ, member by member. Pure. */
import type { Fact } from "./fact.ts";

export interface Difference {
  readonly fact: string;
  /** The member, `entries.2.text`; empty for the fact itself. */
  readonly at: string;
  /** Undefined: it is not there. */
  readonly a: unknown;
  readonly b: unknown;
}

export interface Compared {
  readonly differences: readonly Difference[];
  /** Facts that are unknown, or were not taken, on either side: nobody can say. */
  readonly unknown: readonly string[];
}

type Stored = Readonly<Record<string, Fact<unknown> | undefined>>;

export function compareFacts(names: readonly string[], a: Stored, b: Stored): Compared {
  const differences: Difference[] = [];
  const unknown: string[] = [];
  for (const name of names) {
    const [one, other] = [a[name], b[name]];
    if (one?.known !== true || other?.known !== true) unknown.push(name);
    else differences.push(...differing(name, leavesOf(one.value), leavesOf(other.value)));
  }
  return { differences, unknown };
}

type Leaves = ReadonlyMap<string, unknown>;

function differing(fact: string, a: Leaves, b: Leaves): readonly Difference[] {
  return [...new Set([...a.keys(), ...b.keys()])]
    .filter((at) => JSON.stringify(a.get(at)) !== JSON.stringify(b.get(at)))
    .map((at) => ({ fact, at, a: a.get(at), b: b.get(at) }));
}

function leavesOf(value: unknown, at = ""): Leaves {
  const isBranch = typeof value === "object" && value !== null && Object.keys(value).length > 0;
  if (!isBranch) return new Map([[at, value]]);
  return new Map(
    Object.entries(value).flatMap(([name, one]) => [
      ...leavesOf(one, at === "" ? name : `${at}.${name}`),
    ]),
  );
}
