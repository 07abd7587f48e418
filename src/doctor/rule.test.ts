// What must not compile: `tsc --noEmit` fails when one of these lines does.
import assert from "node:assert/strict";
import test from "node:test";
import { defineFact, known } from "#facts/fact.ts";
import { defineRule } from "./rule.ts";

const WORDS = { code: "type-test", title: "a test", why: "nothing breaks" } as const;

test("a rule sees the facts that it needs, typed, and no others", () => {
  const rule = defineRule({
    code: "type-test",
    title: "a test",
    why: "nothing breaks",
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
  defineRule({ ...WORDS, group: "env", needs: ["weather"], check: () => [] });
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

test("a rule that does not say why does not compile", () => {
  // @ts-expect-error title and why are missing
  const rule = defineRule({ code: "type-test", group: "env", needs: [], check: () => [] });
  assert.equal("why" in rule, false);
});
