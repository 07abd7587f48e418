/** One way to break a home, and what a person who knows Go and gostead expects of it. */
import { readFile, writeFile } from "node:fs/promises";
import type { Cause } from "#model/cause.ts";
import type { Machine, Session } from "./machine.ts";

/**
 * `go`: go does not run, is not the version asked for, or cannot build, behind
 * gostead's shims too. `plain`: so it is when the tree's own bin/go is called, but
 * not behind the shims. `nothing`: Go builds; what suffers is safety or order.
 */
export type Breaks = "go" | "plain" | "nothing";

/**
 * `fixed`: `doctor --fix --yes` mends it, and undo gives every byte back. `cleared`: it mends
 * too, and undo says that what it took away stays away. `run`:
 * doctor says this command, and it mends. `told`: doctor names it, a person must
 * decide. `missed`: doctor says nothing of it.
 */
export type Outcome = "fixed" | "cleared" | "told" | "missed" | { readonly run: string };

export interface Way {
  /** For people, and unique: it names the row of the page. */
  readonly name: string;
  readonly cause: Cause;
  readonly session: Session;
  readonly spoil: (machine: Machine) => Promise<unknown>;
  readonly breaks: Breaks;
  /** Codes that doctor must say, sorted; others may come with them. */
  readonly codes: readonly string[];
  readonly outcome: Outcome;
  /** What of Go is tried; it builds the project unless said otherwise. */
  readonly task?: string;
  /** The version asked for; the home's unless said otherwise. */
  readonly version?: string;
  /** Groups that doctor is asked for; those of a plain `doctor` unless said otherwise. */
  readonly groups?: string;
}

export type Spoil = Way["spoil"];

export const BASH: Session = { shell: "bash" };
export const LOGIN: Session = { shell: "bash-login" };
export const ZSH: Session = { shell: "zsh" };
export const FISH: Session = { shell: "fish" };

/** What is in the text becomes the machine's: `$OTHER`, `$TREE`, `$GOSTEAD`. */
export function here({ home, other, tree }: Machine, text: string): string {
  const places = { $OTHER: other, $TREE: tree, $GOSTEAD: home.gostead };
  return Object.entries(places).reduce((all, [name, place]) => all.replaceAll(name, place), text);
}

/** Lines at the end of a start file. */
export function lines(file: string, ...texts: string[]): Spoil {
  return (machine) => machine.add(file, ...texts.map((text) => here(machine, text)));
}

/** Settings in Go's own file, as `go env -w` writes them. */
export function settings(...texts: string[]): Spoil {
  return async (machine) => {
    const names = texts.map((text) => text.slice(0, text.indexOf("=")));
    const old = (await readFile(machine.at(".config/go/env"), "utf8")).split("\n");
    const kept = old.filter((line) => line !== "" && !names.includes(line.split("=")[0] ?? ""));
    const all = [...kept, ...texts.map((text) => here(machine, text))];
    await writeFile(machine.at(".config/go/env"), all.map((line) => `${line}\n`).join(""));
  };
}

/** Files below HOME. */
export function files(all: Readonly<Record<string, string>>): Spoil {
  return async (machine) => {
    for (const [name, text] of Object.entries(all)) await machine.put(name, here(machine, text));
  };
}

/** A row of a list: name, where, how, what breaks, codes (one word each), what becomes of it. */
export type Row = readonly [
  name: string,
  session: Session,
  spoil: Spoil,
  breaks: Breaks,
  codes: string,
  outcome: Outcome,
  asked?: Pick<Way, "task" | "version" | "groups">,
];

export function waysOf(cause: Cause, rows: readonly Row[]): readonly Way[] {
  return rows.map(([name, session, spoil, breaks, codes, outcome, asked]) => ({
    name,
    cause,
    session,
    spoil,
    breaks,
    codes: codes.split(" ").filter(Boolean).sort(),
    outcome,
    ...asked,
  }));
}
