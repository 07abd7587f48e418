/** The checksum log: its newest head, proven against the one kept here, and what the list of versions has lost. */
import { defineFact, known, unknown } from "./fact.ts";

export const sumdblogFact = defineFact({
  name: "sumdblog",
  cost: "network",
  about: "the checksum log's head, proven, and versions that the list has lost",
  reads: [{ log: "head" }, { log: "versions" }] as const,
  parse: ([head, versions]) => {
    if (head.is === "unasked") return unknown(head.reason);
    if (versions.is === "unasked") return unknown(versions.reason);
    return known({ head, versions });
  },
});
