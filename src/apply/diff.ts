/**
 * A unified diff of two texts for people: hunks with three lines of context, in
 * the form that diff -u and git have, without file headers. Myers' greedy
 * algorithm (An O(ND) Difference Algorithm, 1986) on what is left between the
 * common start and end; texts with more than LIMIT changed lines are shown as
 * one replacement. Pure.
 */

const CONTEXT = 3;
/** Changed lines up to which the shortest script is looked for: its time grows with their number. */
const LIMIT = 200;

interface Line {
  readonly sign: " " | "-" | "+";
  /** With its line end. */
  readonly text: string;
}

/** The lines to show; none when the texts are equal. */
export function unifiedDiff(before: string, after: string): string[] {
  const script = editScript(linesOf(before), linesOf(after));
  const end = /(?<!\r)\n/.test(before + after) ? /\n$/ : /\r?\n$/;
  return hunksOf(script).flatMap(({ from, to }) => [
    header(script, from, to),
    ...script.slice(from, to).flatMap((line) => shown(line, end)),
  ]);
}

function linesOf(text: string): string[] {
  return text === "" ? [] : text.split(/(?<=\n)/);
}

function shown({ sign, text }: Line, end: RegExp): string[] {
  const line = sign + text.replace(end, "");
  return text.endsWith("\n") ? [line] : [line, "\\ No newline at end of file"];
}

interface Range {
  readonly from: number;
  readonly to: number;
}

/** Stretches of the script that hold changes and their context. */
function hunksOf(script: readonly Line[]): Range[] {
  const hunks: Range[] = [];
  script.forEach(({ sign }, at) => {
    if (sign === " ") return;
    const from = Math.max(0, at - CONTEXT);
    const to = Math.min(script.length, at + CONTEXT + 1);
    const last = hunks.at(-1);
    if (last === undefined || from > last.to) hunks.push({ from, to });
    else hunks[hunks.length - 1] = { from: last.from, to };
  });
  return hunks;
}

function header(script: readonly Line[], from: number, to: number): string {
  const side = (other: "-" | "+") => {
    const begin = count(script, 0, from, other);
    const length = count(script, from, to, other);
    const first = length === 0 ? begin : begin + 1;
    return length === 1 ? `${first}` : `${first},${length}`;
  };
  return `@@ -${side("+")} +${side("-")} @@`;
}

/** Lines of the script that are not of the other side. */
function count(script: readonly Line[], from: number, to: number, other: "-" | "+"): number {
  let lines = 0;
  for (let at = from; at < to; at++) if (script[at]?.sign !== other) lines++;
  return lines;
}

/** Every line of both texts, in order. */
function editScript(a: readonly string[], b: readonly string[]): Line[] {
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  let same = 0;
  const room = Math.min(a.length, b.length) - start;
  while (same < room && a[a.length - 1 - same] === b[b.length - 1 - same]) same++;
  return [
    ...mark(" ", a.slice(0, start)),
    ...middle(a.slice(start, a.length - same), b.slice(start, b.length - same)),
    ...mark(" ", a.slice(a.length - same)),
  ];
}

function mark(sign: Line["sign"], texts: readonly string[]): Line[] {
  return texts.map((text) => ({ sign, text }));
}

function middle(a: readonly string[], b: readonly string[]): Line[] {
  const trace = a.length === 0 || b.length === 0 ? undefined : furthest(a, b);
  if (trace === undefined) return [...mark("-", a), ...mark("+", b)];
  return backwards(a, b, trace);
}

/** For each number of edits d, how far x reaches on each diagonal k = x - y, stored at k + d. */
function furthest(a: readonly string[], b: readonly string[]): Int32Array[] | undefined {
  const trace: Int32Array[] = [];
  for (let d = 0; d <= Math.min(LIMIT, a.length + b.length); d++) {
    const reach = new Int32Array(2 * d + 1);
    for (let k = -d; k <= d; k += 2) {
      let x = begin(trace, d, k).x;
      while (x < a.length && x - k < b.length && a[x] === b[x - k]) x++;
      reach[k + d] = x;
      if (x >= a.length && x - k >= b.length) return [...trace, reach];
    }
    trace.push(reach);
  }
  return undefined;
}

/** Where the d-th edit leads onto diagonal k, and from which diagonal: a line of b taken in, or one of a left out. */
function begin(trace: readonly Int32Array[], d: number, k: number): { x: number; from: number } {
  if (d === 0) return { x: 0, from: 0 };
  const reach = (diagonal: number) => trace[d - 1]?.[diagonal + d - 1] ?? -1;
  const down = k === -d || (k !== d && reach(k - 1) < reach(k + 1));
  return down ? { x: reach(k + 1), from: k + 1 } : { x: reach(k - 1) + 1, from: k - 1 };
}

function backwards(
  a: readonly string[],
  b: readonly string[],
  trace: readonly Int32Array[],
): Line[] {
  const lines: Line[] = [];
  let [x, k] = [a.length, a.length - b.length];
  for (let d = trace.length - 1; d >= 0; d--) {
    const { x: start, from } = begin(trace, d, k);
    while (x > start) lines.push({ sign: " ", text: a[--x] ?? "" });
    if (d === 0) break;
    if (from > k) lines.push({ sign: "+", text: b[start - k - 1] ?? "" });
    else lines.push({ sign: "-", text: a[--x] ?? "" });
    k = from;
  }
  return lines.reverse();
}
