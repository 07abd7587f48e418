/** Kernel and machine, as uname says. */
import { defineFact, known, unknown } from "./fact.ts";

export const unameFact = defineFact({
  name: "uname",
  cost: "local",
  about: "kernel and machine",
  reads: [{ argv: ["uname", "-srm"], max: 1024 }],
  parse: ([answer]) => {
    if (answer.is === "failed") return unknown(answer.reason);
    const [system, release, machine, more] = answer.stdout.trim().split(" ");
    if (answer.code !== 0 || !system || !release || !machine || more !== undefined) {
      return unknown("uname said something else than three words");
    }
    return known({ system, release, machine });
  },
});
