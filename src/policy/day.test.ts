import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { dayNumber, daysBetween } from "./day.ts";

test("as many days apart as the system's own calendar says", () => {
  const day = fc.date({ min: new Date(0), max: new Date("2199-12-31"), noInvalidDate: true });
  fc.assert(
    fc.property(day, day, (a, b) => {
      const [from, to] = [a, b].map((one) => one.toISOString().slice(0, 10));
      const apart = (Date.parse(to ?? "") - Date.parse(from ?? "")) / 86_400_000;
      assert.equal(daysBetween(a.toISOString(), b.toISOString()), apart);
    }),
  );
});

test("what is no day has no number", () => {
  for (const text of ["2026-02-29", "2026-13-01", "2026-00-10", "2026-1-1", "", "2026-11-211"]) {
    assert.equal(dayNumber(text), undefined, text);
  }
  assert.notEqual(dayNumber("2028-02-29"), undefined);
});
