/** Kernel and machine, as uname says. */
import { defineFact, known, unknown } from "./fact.ts";
import type { RunAnswer } from "./read.ts";

export const unameFact = defineFact({
  name: "uname",
  cost: "local",
  about: "kernel and machine",
  reads: [{ argv: ["uname", "-srm"], max: 1024 }],
  parse: ([answer]) => {
    if (answer.is === "failed") return unknown(answer.reason);
    const said = parseUname(answer);
    return said === undefined ? unknown("uname said something else than three words") : known(said);
  },
});

export interface Uname {
  readonly system: string;
  readonly release: string;
  readonly machine: string;
}

/** What `uname -srm` said; undefined when it said something else. */
export function parseUname(answer: RunAnswer): Uname | undefined {
  if (answer.is === "failed" || answer.code !== 0) return undefined;
  const [system, release, machine, more] = answer.stdout.trim().split(" ");
  if (!system || !release || !machine || more !== undefined) return undefined;
  return { system, release, machine };
}

export function machineIn(answer: RunAnswer): string | undefined {
  return parseUname(answer)?.machine;
}
