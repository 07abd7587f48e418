/**
 * `npm run matrix`: breaks a home in every way, prints what came of it, and how
 * that differs from what was expected. `-- --write` writes it into
 * docs/guide/success.md. Needs root, for mounts, and the module proxy.
 */
import { isDeepStrictEqual } from "node:util";
import { measuredInLanes } from "./lanes.ts";
import { reasonForNone } from "./machine.ts";
import { measuredPart, resultsOf, writePart } from "./page.ts";
import { WAYS } from "./ways.ts";

const reason = reasonForNone();
if (reason !== false) throw new Error(reason);
const all = await measuredInLanes();
const part = measuredPart(resultsOf(all));
console.log(part);
for (const [index, { breaks, outcome, codes }] of all.entries()) {
  const way = WAYS[index];
  if (way?.breaks === breaks && isDeepStrictEqual(way.outcome, outcome)) continue;
  console.log(`not as expected: ${way?.name}: ${JSON.stringify({ breaks, outcome, codes })}`);
  process.exitCode = 1;
}
if (process.argv.includes("--write")) writePart(part);
