/** Who runs this. */
import { defineFact, known, unknown } from "./fact.ts";
import type { RunAnswer } from "./read.ts";

export const meFact = defineFact({
  name: "me",
  cost: "local",
  about: "the user who asks",
  reads: [
    { argv: ["id", "-u"], max: 256 },
    { argv: ["id", "-un"], max: 4096 },
  ],
  parse: ([id, name]) => {
    const uid = lineOf(id);
    if (!/^\d+$/.test(uid ?? "")) {
      return unknown(id.is === "failed" ? id.reason : "id says no number");
    }
    // A container may run a user id that no name belongs to.
    return known({ uid: Number(uid), name: lineOf(name) || null });
  },
});

function lineOf(answer: RunAnswer): string | undefined {
  return answer.is === "ended" && answer.code === 0 ? answer.stdout.trim() : undefined;
}
