/** Days of the calendar, `2026-11-21` and what follows it in RFC 3339, all in UTC. Pure. */

/** Days since 1 March of year 0 (of the Gregorian calendar, for ever); undefined for no day: 2026-02-30. */
export function dayNumber(text: string): number | undefined {
  const [, ...parts] = /^(\d{4})-(\d{2})-(\d{2})(?!\d)/.exec(text) ?? [];
  const [year = 0, month = 0, day = 0] = parts.map(Number);
  if (day < 1 || day > lengthOf(month, year)) return undefined;
  // The year begins in March, so that the leap day is its last.
  const [shifted, of] = month > 2 ? [year, month - 3] : [year - 1, month + 9];
  const leaps = Math.floor(shifted / 4) - Math.floor(shifted / 100) + Math.floor(shifted / 400);
  return 365 * shifted + leaps + Math.floor((153 * of + 2) / 5) + day - 1;
}

function lengthOf(month: number, year: number): number {
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;
}

/** From one day to another; undefined when one of them is none. */
export function daysBetween(from: string, to: string): number | undefined {
  const [first, last] = [dayNumber(from), dayNumber(to)];
  return first === undefined || last === undefined ? undefined : last - first;
}
