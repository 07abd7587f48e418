/**
 * The oldest systems that each Go runs on: a table that ships with gostead, and rows of
 * the user's own before it, from `floors.json` in the home:
 *
 *   {"format": 1,
 *    "floors":   [{"os": "linux", "arch": "loong64", "from": "1.19", "needs": "5.19"}],
 *    "glibc":    [{"arch": "arm64", "from": "2.17", "needs": "3.7"}],
 *    "syscalls": [{"name": "pidfd_open", "number": 434, "since": "5.3", "go": "1.23",
 *                  "without": "what Go does instead", "breaks": "what then fails"}]}
 *
 * A row counts from its version on; of those that count the highest does. `needs` is the
 * kernel's version on Linux, the system's elsewhere; `arch` is left out for all of them. `go` is the first Go that makes the
 * call, null for one that Go never makes; `without` is null where nothing takes its place.
 */
import { join } from "node:path";
import { parseVersion } from "#model/version.ts";
import { defineFact, known, unknown } from "./fact.ts";
import builtin from "./floors.json" with { type: "json" };
import { textOf } from "./read.ts";

const MAX = 1 << 20;
const FORMAT = 1;
const DOTTED = /^\d{1,5}(\.\d{1,5}){0,3}$/;
const WORD = /^[a-z0-9_]{1,32}$/;

export interface Floor {
  readonly os: string;
  /** Null: every other of this system. */
  readonly arch: string | null;
  readonly from: string;
  readonly needs: string;
}

export interface Syscall {
  readonly name: string;
  /** From 424 on the same on every architecture but mips. */
  readonly number: number;
  /** The kernel that brought it. */
  readonly since: string;
  readonly go: string | null;
  readonly without: string | null;
  readonly breaks: string | null;
}

/** The oldest Linux that a glibc can be built for. */
export interface GlibcFloor {
  readonly arch: string | null;
  readonly from: string;
  readonly needs: string;
}

export interface Floors {
  readonly floors: readonly Floor[];
  readonly glibc: readonly GlibcFloor[];
  readonly syscalls: readonly Syscall[];
}

const FLOOR = { word: "floor", form: "os, arch, from, needs", of: floorOf };
const GLIBC = { word: "glibc", form: "arch, from, needs", of: glibcOf };
const SYSCALL = {
  word: "syscall",
  form: "name, number, since, go, without, breaks",
  of: syscallOf,
};

export const SHIPPED: Floors = orThrow(parseFloors(builtin));

/** With whose rows these are: the path of the user's file, or null. */
export interface OwnFloors extends Floors {
  readonly own: string | null;
}

export const floorsFact = defineFact({
  name: "floors",
  cost: "instant",
  about: "the oldest systems that each Go runs on",
  reads: ({ gostead = "/nonexistent" }) => [{ file: join(gostead, "floors.json"), max: MAX }],
  parse: ([answer]) => {
    const read = textOf(answer);
    if (read.is === "absent") return known<OwnFloors>({ ...SHIPPED, own: null });
    if (read.is === "unreadable") return unknown(`${read.path}: ${read.reason}`);
    const own = parseText(read.text);
    if (typeof own === "string") return unknown(`${answer.path}: ${own}`);
    return known<OwnFloors>({ ...over(own), own: answer.path });
  },
});

/** The user's rows in the place of the shipped ones of the same name. */
function over(own: Floors): Floors {
  const key = ({ os, arch, from }: Floor) => `${os}/${arch}/${from}`;
  const floors = SHIPPED.floors.filter((one) => !own.floors.some((mine) => key(mine) === key(one)));
  const calls = SHIPPED.syscalls.filter(
    ({ name }) => !own.syscalls.some((one) => one.name === name),
  );
  const glibc = [...own.glibc, ...SHIPPED.glibc];
  return { floors: [...own.floors, ...floors], glibc, syscalls: [...own.syscalls, ...calls] };
}

function parseText(text: string): Floors | string {
  try {
    return parseFloors(JSON.parse(text));
  } catch {
    return "it is no JSON";
  }
}

/** The tables, or what is wrong with them. */
export function parseFloors(value: unknown): Floors | string {
  const { format, floors = [], glibc = [], syscalls = [] } = objectOr(value);
  if (format !== FORMAT)
    return `its format is ${JSON.stringify(format) ?? "missing"}, not ${FORMAT}`;
  const rows = rowsOf(floors, FLOOR);
  const libcs = rowsOf(glibc, GLIBC);
  const calls = rowsOf(syscalls, SYSCALL);
  if (typeof rows === "string") return rows;
  if (typeof libcs === "string") return libcs;
  return typeof calls === "string" ? calls : { floors: rows, glibc: libcs, syscalls: calls };
}

interface Form<Row> {
  readonly word: string;
  readonly form: string;
  readonly of: (value: unknown) => Row | undefined;
}

function rowsOf<Row>(list: unknown, { word, form, of }: Form<Row>): readonly Row[] | string {
  if (!Array.isArray(list)) return `${word}: it is no list`;
  const rows = list.map(of);
  const bad = rows.indexOf(undefined);
  if (bad >= 0) return `${word} ${bad + 1} is not {${form}}`;
  return rows.filter((row) => row !== undefined);
}

function glibcOf(value: unknown): GlibcFloor | undefined {
  const { arch = null, from, needs } = objectOr(value);
  if (!fits(from, DOTTED) || !fits(needs, DOTTED)) return undefined;
  return arch === null || fits(arch, WORD) ? { arch, from, needs } : undefined;
}

function floorOf(value: unknown): Floor | undefined {
  const { os, arch = null, from, needs } = objectOr(value);
  if (!fits(os, WORD) || !fits(needs, DOTTED) || !isVersion(from)) return undefined;
  return arch === null || fits(arch, WORD) ? { os, arch, from, needs } : undefined;
}

function syscallOf(value: unknown): Syscall | undefined {
  const { name, number, since, go = null, without = null, breaks = null } = objectOr(value);
  if (!fits(name, WORD) || !fits(since, DOTTED)) return undefined;
  // Below 424 each architecture has numbers of its own.
  if (typeof number !== "number" || !Number.isInteger(number) || number < 424 || number > 4095) {
    return undefined;
  }
  if (go !== null && !isVersion(go)) return undefined;
  if (!isTextOrNull(without) || !isTextOrNull(breaks)) return undefined;
  return { name, number, since, go, without, breaks };
}

function fits(value: unknown, pattern: RegExp): value is string {
  return typeof value === "string" && pattern.test(value);
}

function isVersion(value: unknown): value is string {
  return typeof value === "string" && parseVersion(value) !== undefined;
}

function isTextOrNull(value: unknown): value is string | null {
  return value === null || typeof value === "string";
}

function objectOr(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}

function orThrow(floors: Floors | string): Floors {
  if (typeof floors === "string") throw new Error(`floors.json: ${floors}`);
  return floors;
}
