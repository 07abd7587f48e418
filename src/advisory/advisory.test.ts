// The shipped table against answers that are known from elsewhere: counts by version that
// another matcher took from the same database, and one advisory read by eye.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import type { GoVersion } from "#model/version.ts";
import { advisoriesOf, affects, fixedIn, platformsOf } from "./advisory.ts";
import { parseOsv } from "./osv.ts";
import { formatTable, parseTable } from "./table.ts";

const text = readFileSync(new URL("../source/advisories.json", import.meta.url), "utf8");
const table = parseTable(text);
const osv = (id: string) =>
  readFileSync(new URL(`../../test/data/osv/${id}.json`, import.meta.url), "utf8");

const KNOWN = {
  "1.18": 132,
  "1.19.13": 89,
  "1.20.14": 80,
  "1.21.13": 69,
  "1.22.0": 80,
  "1.22.12": 63,
  "1.23.0": 69,
  "1.23.12": 55,
  "1.24.0": 64,
  "1.24.13": 37,
  "1.25.0": 57,
  "1.25.5": 44,
  "1.25.14": 0,
  "1.26.0": 41,
  "1.26.3": 15,
  "1.26.7": 0,
  "1.27rc1": 12,
  "1.27.0": 0,
};
for (const [version, count] of Object.entries(KNOWN)) {
  test(`go${version} has ${count}`, () => {
    assert.equal(advisoriesOf(table.advisories, version as GoVersion).length, count);
  });
}

test("the table is whole: its source, day, licence and 199 advisories; and is written as it is read", () => {
  assert.equal(table.advisories.length, 199);
  assert.equal(table.license, "CC-BY-4.0");
  assert.match(table.date, /^2026-\d\d-\d\d$/);
  assert.equal(formatTable(table), text);
  assert.throws(() => parseTable(text.replace('"format":1', '"format":2')), {
    code: "newer-format",
  });
});

test("GO-2026-4337: three ranges, an opening of a branch and a prerelease among them", () => {
  const one = parseOsv(osv("GO-2026-4337"), "x");
  assert.ok(one);
  const has = (version: string) => affects(one, version as GoVersion);
  const WITH = ["1.2.2", "1.24.12", "1.25rc1", "1.25.0", "1.25.6", "1.26rc1", "1.26rc2"];
  const WITHOUT = ["1.24.13", "1.24.14", "1.25.7", "1.26beta1", "1.26rc3", "1.26.0", "1.27.0"];
  assert.deepEqual(WITH.filter(has), WITH);
  assert.deepEqual(WITHOUT.filter(has), []);
  assert.equal(fixedIn(one, "1.25.6" as GoVersion), "1.25.7");
  assert.equal(fixedIn(one, "1.26.0" as GoVersion), undefined);
  assert.deepEqual(one.aliases, ["CVE-2025-68121"]);
  assert.deepEqual(
    one.places.map(({ path }) => path),
    ["crypto/tls"],
  );
  assert.equal(platformsOf(one), undefined);
});
