/**
 * What a test printed, as much of it as tells why it failed: the first lines, where
 * t.Errorf speaks, and the last ones, where a panic stands. All tests of a run share
 * one budget, because thousands may be open at once.
 */

const HEAD = 40;
const TAIL = 40;
const MAX_LINE = 1024;

export interface Budget {
  /** Characters that may still be held. */
  left: number;
}

export interface Kept {
  add(line: string): void;
  lines(): readonly string[];
  /** Gives back what it held. */
  free(): void;
}

export function keepLines(budget: Budget): Kept {
  const head: string[] = [];
  const tail: string[] = [];
  let dropped = 0;
  let held = 0;
  const charge = (size: number) => {
    budget.left -= size;
    held += size;
  };
  return {
    add(line) {
      const cut = line.slice(0, MAX_LINE);
      if (cut.length > budget.left) {
        dropped++;
        return;
      }
      charge(cut.length);
      if (head.length < HEAD) head.push(cut);
      else tail.push(cut);
      if (tail.length <= TAIL) return;
      charge(-(tail.shift()?.length ?? 0));
      dropped++;
    },
    lines: () =>
      dropped === 0 ? [...head, ...tail] : [...head, `… ${dropped} lines are left out …`, ...tail],
    free: () => charge(-held),
  };
}
