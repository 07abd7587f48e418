/**
 * The audit log's lines, format 1 (docs/reference/audit-format.md).
 *
 *   {"format":"gostead audit log","version":1}                      line 1
 *   {"seq":1,"prev":"<64 hex>","time":"…Z","actor":{…},"kind":"…",
 *    "subject":"…","result":"ok","detail":{…},"hash":"<64 hex>"}    one event a line
 *
 * ASCII only: every other character stands as \uXXXX. `hash` is SHA-256 over the
 * line's bytes with `,"hash":"…"` taken out; `prev` is the hash of the event
 * before, for the first one GENESIS. One event has one spelling: members in this
 * order, no spaces. Pure.
 */
import { hash as digest } from "node:crypto";
import type { Event } from "#model/event.ts";

export const HEADER = '{"format":"gostead audit log","version":1}';
/** What the first event names as its predecessor: the header line's SHA-256. */
export const GENESIS = digest("sha256", HEADER);
/** No line is longer, in bytes; what is cannot be an event. */
export const MAX_LINE = 65_536;

const MAX_SUBJECT = 1024;
const MAX_VALUE = 300;
const MAX_NAME = 64;
const MAX_DETAILS = 16;
const HASH_LENGTH = 64;
/** `,"hash":"` + 64 hex + `"}` */
const SEAL_LENGTH = 9 + HASH_LENGTH + 2;

/** Who did it, as the machine knows them. */
export interface Actor {
  /** The login name, or `uid 1000` where the machine has none. */
  readonly user: string;
  /** -1 where the system has no user ids. */
  readonly uid: number;
  /** The machine's own name. */
  readonly host: string;
  /** Who became `user` through sudo. */
  readonly sudo?: string;
}

export type Detail = Readonly<Record<string, string | number | boolean>>;

/** One event as the log keeps it. */
export interface Entry {
  readonly seq: number;
  readonly prev: string;
  /** RFC 3339 in UTC with milliseconds. */
  readonly time: string;
  readonly actor: Actor;
  readonly kind: string;
  readonly subject: string;
  readonly result: "ok" | "failed";
  readonly detail: Detail;
  readonly hash: string;
}

/** An event's line without LF, and its hash. Overlong texts are cut, with `…` at the end. */
export function formatLine(
  event: Event,
  place: Pick<Entry, "seq" | "prev" | "time" | "actor">,
): { readonly line: string; readonly hash: string } {
  const { seq, prev, time, actor } = place;
  const body = ascii({
    seq,
    prev,
    time,
    actor: cutActor(actor),
    kind: cut(event.kind, MAX_NAME),
    subject: cut(event.subject, MAX_SUBJECT),
    result: event.result,
    detail: cutDetail(event.detail ?? {}),
  });
  const hash = digest("sha256", body);
  return { line: `${body.slice(0, -1)},"hash":"${hash}"}`, hash };
}

/**
 * Reads a line in Latin-1 (a byte a character). Undefined when it is no event in
 * its one spelling, or when its hash is not its own.
 */
export function parseLine(line: string): Entry | undefined {
  if (line.length > MAX_LINE || line.length <= SEAL_LENGTH) return undefined;
  const body = `${line.slice(0, -SEAL_LENGTH)}}`;
  const hash = line.slice(-2 - HASH_LENGTH, -2);
  if (digest("sha256", body) !== hash) return undefined;
  const value = parseJson(line);
  // Spelled again and compared: that covers order, spaces, escapes and doubled members.
  return isEntry(value) && ascii(inOrder(value)) === line ? value : undefined;
}

function inOrder({ seq, prev, time, actor, kind, subject, result, detail, hash }: Entry): Entry {
  return { seq, prev, time, actor: ordered(actor), kind, subject, result, detail, hash };
}

function ordered({ user, uid, host, sudo }: Actor): Actor {
  return sudo === undefined ? { user, uid, host } : { user, uid, host, sudo };
}

function isEntry(value: unknown): value is Entry {
  if (!isRecord(value) || !isRecord(value.actor) || !isRecord(value.detail)) return false;
  return (
    Number.isSafeInteger(value.seq) &&
    Number(value.seq) > 0 &&
    isHash(value.prev) &&
    isHash(value.hash) &&
    isTime(value.time) &&
    isActor(value.actor) &&
    typeof value.kind === "string" &&
    typeof value.subject === "string" &&
    (value.result === "ok" || value.result === "failed") &&
    Object.values(value.detail).every(isPlain)
  );
}

function isActor(value: Record<string, unknown>): boolean {
  const texts = [value.user, value.host, value.sudo ?? ""];
  return Number.isSafeInteger(value.uid) && texts.every((text) => typeof text === "string");
}

function isPlain(value: unknown): boolean {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean";
}

export function isHash(value: unknown): value is string {
  return typeof value === "string" && /^[0-9a-f]{64}$/.test(value);
}

function isTime(value: unknown): boolean {
  return typeof value === "string" && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(value);
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The value of a JSON text; undefined when it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function ascii(value: unknown): string {
  const escaped = (unit: string) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
  return JSON.stringify(value).replace(/[\u007f-\uffff]/g, escaped);
}

function cut(text: string, limit: number): string {
  return text.length <= limit ? text : `${text.slice(0, limit - 1)}…`;
}

function cutActor({ user, uid, host, sudo }: Actor): Actor {
  const names = { user: cut(user, MAX_VALUE), uid, host: cut(host, MAX_VALUE) };
  return sudo === undefined ? names : { ...names, sudo: cut(sudo, MAX_VALUE) };
}

function cutDetail(detail: Detail): Detail {
  const kept = Object.entries(detail).slice(0, MAX_DETAILS);
  return Object.fromEntries(kept.map(([name, value]) => [cut(name, MAX_NAME), plain(value)]));
}

/** JSON has no NaN and no Infinity. */
function plain(value: string | number | boolean): string | number | boolean {
  if (typeof value === "string") return cut(value, MAX_VALUE);
  return typeof value === "number" && !Number.isFinite(value) ? String(value) : value;
}
