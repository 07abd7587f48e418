// What must not compile: `tsc --noEmit` fails when one of these lines does.
import assert from "node:assert/strict";
import test from "node:test";
import { defineFact, known } from "#facts/fact.ts";
import { CATALOGUE } from "./catalogue.ts";
import { defineRule } from "./rule.ts";

test("a rule sees the facts that it needs, typed, and no others", () => {
  const rule = defineRule({
    code: "type-test",
    group: "env",
    needs: ["uname"],
    check: (facts) => {
      const release: string = facts.uname.release;
      // @ts-expect-error gos is not among the needs
      const gos = facts.gos;
      // @ts-expect-error the value has no such member
      const nothing = facts.uname.nothing;
      return [release, gos, nothing].length === 3 ? [] : [];
    },
  });
  assert.deepEqual(rule.needs, ["uname"]);
});

test("facts that do not exist, and values that are not plain JSON, do not compile", () => {
  // @ts-expect-error there is no such fact
  defineRule({ code: "type-test", group: "env", needs: ["weather"], check: () => [] });
  const day = defineFact({
    name: "day",
    cost: "instant",
    about: "a value that JSON does not keep",
    reads: [],
    // @ts-expect-error a function does not survive JSON
    parse: () => known({ now: () => 1 }),
  });
  assert.equal(day.name, "day");
});

test("a catalogue without an entry for each code does not compile", () => {
  const { "mixed-tree": _, ...rest } = CATALOGUE;
  // @ts-expect-error mixed-tree is missing
  const short: typeof CATALOGUE = rest;
  assert.equal("mixed-tree" in short, false);
});
