/** Which waiver lets a finding be, and which have run out. Pure. */
import type { Policy, Waiver } from "./policy.ts";

/** `today` as `2026-11-21`; the last day counts. */
export function isExpired({ until }: Waiver, today: string): boolean {
  return until < today;
}

/** The waiver for one of `ids` that still counts. */
export function waiverFor(
  policy: Policy,
  ids: readonly string[],
  today: string,
): Waiver | undefined {
  return policy.waivers.find((one) => ids.includes(one.id) && !isExpired(one, today));
}
