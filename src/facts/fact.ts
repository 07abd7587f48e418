/**
 * What a fact is and how one is declared. A declaration says what it reads, as
 * data, and turns the answers into a value; it touches nothing itself. Values
 * are plain JSON, so that stored facts can be judged again elsewhere, and hold
 * no secrets: of files that people write, only the lines that matter.
 */
import type { Asked, SettingsFault } from "./asked.ts";
import type { Answers, Read } from "./read.ts";

/** How dear it is to look: memory and small files; programs and big files; the network; a build; gigabytes of files. */
export type Cost = "instant" | "local" | "network" | "build" | "disk";

export type Fact<Value> =
  | { readonly known: true; readonly value: Value }
  | { readonly known: false; readonly reason: string };

/** Who is asked, for declarations whose reads depend on it. */
export interface Machine {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Absolute. */
  readonly cwd: string;
  /** GOSTEAD_HOME as it counts there; undefined where nothing names it. */
  readonly gostead: string | undefined;
  /** Who asks; undefined where there are no user ids. */
  readonly uid: number | undefined;
  /** As Go names its tool directory: `linux_amd64`. */
  readonly platform: string;
  /** What who asks says; undefined where only the machine itself is of interest. */
  readonly asked?: Asked | undefined;
  /** Of gostead's own settings; null when they can be read, undefined when nobody tried. */
  readonly settingsFault?: SettingsFault | null | undefined;
  /** Package patterns that who asks names; every package of the module unless told. */
  readonly packages?: readonly string[] | undefined;
  /** Origins that who asks wants reached too: `https://git.example`. */
  readonly hosts?: readonly string[] | undefined;
}

export interface Declaration<Name extends string = string, Value = unknown> {
  readonly name: Name;
  readonly cost: Cost;
  /** One line for `gostead facts`. */
  readonly about: string;
  /** Facts that must be known first, by their names here. */
  readonly needs: Readonly<Record<string, Declaration>>;
  reads(machine: Machine, needed: unknown): readonly Read[];
  parse(answers: readonly unknown[], machine: Machine, needed: unknown): Fact<Value>;
}

export type ValueOf<D> = D extends Declaration<string, infer Value> ? Value : never;

type Needs = Readonly<Record<string, Declaration>>;
type Needed<N extends Needs> = { readonly [K in keyof N]: ValueOf<N[K]> };

/** What survives a trip through JSON; `never` for what does not. */
export type Plain<T> = T extends string | number | boolean | null
  ? T
  : T extends (...args: never[]) => unknown
    ? never
    : T extends object
      ? { readonly [K in keyof T]: Plain<T[K]> }
      : never;

interface Spec<Name extends string, N extends Needs, R extends readonly Read[], Value> {
  readonly name: Name;
  readonly cost: Cost;
  readonly about: string;
  readonly needs?: N;
  /** A list, or what makes one of the machine and the facts needed. */
  readonly reads: R | ((machine: Machine, needed: Needed<N>) => R);
  /** Pure. Answers stand in the order of the reads. */
  readonly parse: (
    answers: Answers<R>,
    machine: Machine,
    needed: Needed<N>,
  ) => Fact<Value & Plain<Value>>;
}

/** Declares a fact; the types of answers, needed facts and value follow from what is written. */
export function defineFact<
  const Name extends string,
  const R extends readonly Read[],
  Value,
  N extends Needs = Record<never, never>,
>(spec: Spec<Name, N, R, Value>): Declaration<Name, Value> {
  const { name, cost, about, needs, reads, parse } = spec;
  return {
    name,
    cost,
    about,
    needs: needs ?? {},
    reads: (machine, needed) =>
      typeof reads === "function" ? reads(machine, needed as Needed<N>) : reads,
    parse: (answers, machine, needed) => parse(answers as Answers<R>, machine, needed as Needed<N>),
  };
}

export function known<Value>(value: Value): Fact<Value> {
  return { known: true, value };
}

/** `reason` says what could not be had: lower case, no final period. */
export function unknown(reason: string): Fact<never> {
  return { known: false, reason };
}
