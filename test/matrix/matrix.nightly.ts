// Every way of breaking a home, measured, against the page and what was expected by hand.
import assert from "node:assert/strict";
import test from "node:test";
import { measuredInLanes } from "./lanes.ts";
import { reasonForNone } from "./machine.ts";
import { measuredPart, resultsOf, writtenPart } from "./page.ts";
import { WAYS } from "./ways.ts";

test("the page's table is what is measured", { skip: reasonForNone() }, async () => {
  const all = await measuredInLanes();
  for (const [index, { breaks, outcome, codes }] of all.entries()) {
    const { name, ...way } = WAYS[index] ?? assert.fail();
    const said = way.codes.filter((code) => codes.includes(code));
    assert.deepEqual(
      { name, breaks, outcome, codes: said },
      { name, breaks: way.breaks, outcome: way.outcome, codes: way.codes },
    );
  }
  assert.equal(writtenPart(), measuredPart(resultsOf(all)));
});
