/**
 * Progress bars for people at a terminal: several lines that are redrawn in
 * place at most ten times a second and are gone at the end. Nothing is drawn in
 * the first tenth, so that what is quick stays quiet. While bars stand the
 * cursor is hidden and long lines are not wrapped (a wrapped line would break
 * the counting of lines); both are put right at the end and on an interrupt.
 */
import { type BarState, renderBar } from "./bar.ts";
import { monotonicMs } from "./clock.ts";
import { onInterrupt } from "./interrupt.ts";
import { type Terminal, widthOf } from "./terminal.ts";
import { untrusted } from "./text.ts";

const REDRAW_MS = 100;
const RATE_WINDOW_MS = 3000;
const HIDE = "\u001b[?25l\u001b[?7l";
const SHOW = "\u001b[?7h\u001b[?25h";
const CLEAR_BELOW = "\u001b[0J";

export interface Bar {
  /** Starts the next phase ("fetch", "link") from zero, of `total` bytes when known. */
  phase(name: string, total?: number): void;
  add(bytes: number): void;
  /** Takes the bar away. */
  done(): void;
}

export interface Progress {
  bar(name: string, total?: number): Bar;
  /** Prints a line above the bars, or just prints it when none stand. */
  say(line: string): void;
  /** Takes all bars away and puts the terminal right. */
  close(): void;
}

export interface ProgressOptions {
  /** False draws nothing; see `barsMove`. */
  readonly enabled: boolean;
}

interface Row {
  name: string;
  phase: string;
  bytes: number;
  total: number | undefined;
  /** Moments and bytes of the last seconds, oldest first. */
  samples: { readonly at: number; readonly bytes: number }[];
}

/** Bars on `stream`, which is stderr in the program. */
export function openProgress(stream: Terminal, { enabled }: ProgressOptions): Progress {
  if (!enabled) return silent(stream);
  const rows = new Set<Row>();
  let drawn = 0;
  let open = false;

  const erase = () => (drawn > 0 ? `\u001b[${drawn}A\r${CLEAR_BELOW}` : "");
  const draw = (above = "") => {
    const room = Math.max(1, (stream.rows ?? 24) - 1);
    const lines = [...rows].slice(0, room).map((row) => renderBar(stateOf(row), widthOf(stream)));
    stream.write(erase() + above + lines.map((line) => `${line}\n`).join(""));
    drawn = lines.length;
  };
  const timer = setInterval(() => {
    if (rows.size === 0 && drawn === 0) return;
    if (!open) stream.write(HIDE);
    open = true;
    draw();
  }, REDRAW_MS);
  timer.unref();
  const restore = () => {
    clearInterval(timer);
    if (open) stream.write(erase() + SHOW);
    open = false;
    drawn = 0;
  };
  const release = onInterrupt(restore);
  // For an end by process.exit or an error that nobody caught.
  process.once("exit", restore);
  return {
    bar(name, total) {
      const row = newRow(name, total);
      rows.add(row);
      return barOf(row, () => rows.delete(row));
    },
    say: (line) => draw(`${line}\n`),
    close() {
      release();
      process.off("exit", restore);
      restore();
      rows.clear();
    },
  };
}

function newRow(name: string, total: number | undefined): Row {
  return { name: untrusted(name, 60), phase: "", bytes: 0, total, samples: [] };
}

function barOf(row: Row, done: () => void): Bar {
  return {
    phase(name, total) {
      row.phase = untrusted(name, 40);
      row.bytes = 0;
      row.total = total;
      row.samples = [];
    },
    add: (bytes) => {
      row.bytes += bytes;
    },
    done,
  };
}

function stateOf(row: Row): BarState {
  const at = monotonicMs();
  row.samples = [...row.samples, { at, bytes: row.bytes }].filter(
    (sample) => at - sample.at <= RATE_WINDOW_MS,
  );
  const first = row.samples[0];
  const known = first !== undefined && at - first.at >= REDRAW_MS;
  const rate = known ? ((row.bytes - first.bytes) * 1000) / (at - first.at) : undefined;
  return { name: row.name, phase: row.phase, bytes: row.bytes, total: row.total, rate };
}

function silent(stream: Terminal): Progress {
  const nothing = () => {};
  return {
    bar: () => ({ phase: nothing, add: nothing, done: nothing }),
    say: (line) => void stream.write(`${line}\n`),
    close: nothing,
  };
}
