/**
 * Follows the chain line by line and names what is wrong in one of four words:
 *
 *   gap              numbers are missing
 *   fork             two lines claim one place: one number, or one predecessor
 *   rewrite          a line is not what was written there, or stands elsewhere
 *   truncated tail   the end is missing, or only half there
 *
 * After each it goes on with what can still be told, so that one edited line is
 * one flaw. Pure; needs the same memory for a log of any length.
 */
import { type Entry, GENESIS, HEADER, parseLine } from "./format.ts";

export type Verdict = "gap" | "fork" | "rewrite" | "truncated tail";

/** Told with the number of the line, from 1. */
export type Tell = (verdict: Verdict, line: number, detail: string) => void;

export interface Chain {
  /** Takes the next line; gives its event when that is the chain's new end. */
  take(text: string): Entry | undefined;
  /** Lines so far. */
  lines(): number;
  /** The highest number so far, and the hash that its line has. */
  end(): { readonly seq: number; readonly hash: string };
}

interface State {
  line: number;
  seq: number;
  /** What the last event named as its predecessor. */
  prev: string;
  /** Any of these may be the next one's predecessor: more than one after a fork. */
  hashes: string[];
  /** Lines since then that could not be read as events: each may have been one. */
  lost: number;
  /** Numbers that were missing, as ranges: they may still come, out of order. */
  readonly missing: { readonly from: number; readonly to: number }[];
}

/** Ranges remembered; of a log with more holes, a line out of order is called a fork. */
const MAX_MISSING = 1000;

export function followChain(tell: Tell): Chain {
  const state: State = { line: 0, seq: 0, prev: "", hashes: [GENESIS], lost: 0, missing: [] };
  return {
    take: (text) => take(state, text, tell),
    lines: () => state.line,
    end: () => ({ seq: state.seq, hash: state.hashes.at(-1) ?? GENESIS }),
  };
}

function take(state: State, text: string, tell: Tell): Entry | undefined {
  state.line += 1;
  if (state.line === 1 && text === HEADER) return undefined;
  const entry = parseLine(text);
  if (state.line === 1) {
    tell("rewrite", 1, "the first line is not the log's header");
    if (entry === undefined) return undefined;
  }
  if (entry !== undefined) return place(state, entry, tell);
  tell("rewrite", state.line, "no event whose hash is its own");
  state.lost += 1;
  return undefined;
}

function place(state: State, entry: Entry, tell: Tell): Entry | undefined {
  const { seq, prev } = entry;
  if (seq <= state.seq) return outOfPlace(state, entry, tell);
  const next = state.seq + 1;
  if (seq > next + state.lost) skipped(state, { from: next, to: seq - 1 }, tell);
  else if (seq === next && !state.hashes.includes(prev)) disowned(state, prev, tell);
  Object.assign(state, { seq, prev, hashes: [entry.hash], lost: 0 });
  return entry;
}

function skipped(state: State, range: { from: number; to: number }, tell: Tell): void {
  const { from, to } = range;
  const which = from === to ? `event ${from} is` : `events ${from} to ${to} are`;
  tell("gap", state.line, `${which} missing before this line`);
  if (state.missing.length < MAX_MISSING) state.missing.push(range);
}

function disowned(state: State, prev: string, tell: Tell): void {
  if (prev === state.prev) {
    tell("fork", state.line, `names the same predecessor as event ${state.seq}`);
  } else {
    tell("rewrite", state.line, `names another predecessor than event ${state.seq} as it stands`);
  }
}

/** A number that was passed already: its line was moved here, or it is there twice. */
function outOfPlace(state: State, { seq, prev, hash }: Entry, tell: Tell): undefined {
  if (state.missing.some(({ from, to }) => from <= seq && seq <= to)) {
    tell("rewrite", state.line, `event ${seq} stands behind event ${state.seq}`);
    return;
  }
  tell("fork", state.line, `event ${seq} is there a second time`);
  // Whichever of the two is the true one: the next event may follow either.
  if (seq === state.seq && prev === state.prev) state.hashes.push(hash);
}
