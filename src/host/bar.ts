/**
 * One line of progress as text, in the columns there are: name and phase,
 * percentage, then as far as they fit rate, remaining time, bytes and a bar.
 * Pure: the moving is in progress.ts.
 */

export interface BarState {
  readonly name: string;
  readonly phase: string;
  /** Bytes so far. */
  readonly bytes: number;
  /** Bytes in all, when known. */
  readonly total: number | undefined;
  /** Bytes a second, when known. */
  readonly rate: number | undefined;
}

const BAR_WIDTH = 20;
const GAP = "  ";
/** A longer guess is no news. */
const LONGEST_LEFT_S = 100 * 3600;

/** A line of at most `width` columns. */
export function renderBar(state: BarState, width: number): string {
  const title = `${state.name} ${state.phase}`.trimEnd();
  const { bytes, total, rate } = state;
  const amount =
    total === undefined ? sayBytes(bytes) : `${amountOf(bytes, total)} of ${formatBytes(total)}`;
  const pieces = {
    title,
    bar: total === undefined ? "" : drawBar(bytes, total),
    percent: total === undefined ? "" : `${percentOf(bytes, total)}%`.padStart(4),
    amount,
    rate: rate === undefined || rate === 0 ? "" : `${formatBytes(rate)}/s`,
    left: leftOf(state),
  };
  return fit(pieces, width);
}

/** A phase that moves no bytes says nothing of them. */
function sayBytes(bytes: number): string {
  return bytes === 0 ? "" : formatBytes(bytes);
}

type Pieces = Readonly<Record<"title" | "bar" | "percent" | "amount" | "rate" | "left", string>>;

/** Pieces in the order they are given up, the most precious last. */
const ORDER = ["bar", "amount", "left", "rate", "percent"] as const;

function fit(pieces: Pieces, width: number): string {
  for (let given = 0; given <= ORDER.length; given += 1) {
    const dropped = new Set<string>(ORDER.slice(0, given));
    const kept = Object.entries(pieces).filter(([name, text]) => text !== "" && !dropped.has(name));
    const line = kept.map(([, text]) => text).join(GAP);
    if (line.length <= width) return line;
  }
  return pieces.title.slice(0, width);
}

function drawBar(bytes: number, total: number): string {
  const full = Math.floor(share(bytes, total) * BAR_WIDTH);
  const tip = full < BAR_WIDTH ? ">" : "";
  return `[${"=".repeat(full)}${tip}`.padEnd(BAR_WIDTH + 1).concat("]");
}

function share(bytes: number, total: number): number {
  return total <= 0 ? 1 : Math.min(1, bytes / total);
}

function percentOf(bytes: number, total: number): number {
  return Math.floor(share(bytes, total) * 100);
}

function leftOf({ bytes, total, rate }: BarState): string {
  if (total === undefined || rate === undefined || rate <= 0 || bytes >= total) return "";
  const seconds = (total - bytes) / rate;
  return seconds < LONGEST_LEFT_S ? formatSeconds(seconds) : "";
}

/** Bytes in the unit of the total, without the unit. */
function amountOf(bytes: number, total: number): string {
  return inUnit(bytes, unitOf(total));
}

const UNITS = ["B", "kB", "MB", "GB", "TB"];

/** The first unit in which less than 1000 is shown: 999,950 B would read 1000.0 kB. */
function unitOf(bytes: number): number {
  const fits = (_: string, unit: number) => Number(inUnit(bytes, unit)) < 1000;
  const unit = UNITS.findIndex(fits);
  return unit === -1 ? UNITS.length - 1 : unit;
}

function inUnit(bytes: number, unit: number): string {
  return (bytes / 1000 ** unit).toFixed(unit === 0 ? 0 : 1);
}

/** `0 B`, `999 B`, `42.8 MB`: powers of 1000, one decimal. */
export function formatBytes(bytes: number): string {
  const unit = unitOf(bytes);
  return `${inUnit(bytes, unit)} ${UNITS[unit]}`;
}

/** `0:07`, `12:30`, `2:00:05`. */
export function formatSeconds(seconds: number): string {
  const whole = Math.ceil(seconds);
  const two = (value: number) => String(value).padStart(2, "0");
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor((whole % 3600) / 60);
  const tail = two(whole % 60);
  return hours === 0 ? `${minutes}:${tail}` : `${hours}:${two(minutes)}:${tail}`;
}
