// Documents of the database as they are, and as a stranger might send them.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import test from "node:test";
import fc from "fast-check";
import { GosteadError } from "#model/error.ts";
import { platformsOf } from "./advisory.ts";
import { parseOsv } from "./osv.ts";

const directory = new URL("../../test/data/osv/", import.meta.url);
const documents = readdirSync(directory).map((name) => ({
  name,
  text: readFileSync(new URL(name, directory), "utf8"),
}));

test("of other modules nothing is kept, of a platform's package the platform", () => {
  const kept = documents.flatMap(({ name, text }) => parseOsv(text, name) ?? []);
  assert.deepEqual(kept.map(({ module }) => module).sort(), ["stdlib", "stdlib", "toolchain"]);
  assert.ok(kept.some((one) => platformsOf(one) === "windows"));
});

test("a withdrawn advisory is none", () => {
  const withdrawn = { id: "GO-2026-1234", withdrawn: "2026-01-01T00:00:00Z", affected: [] };
  assert.equal(parseOsv(JSON.stringify(withdrawn), "x"), undefined);
});

const about = (events: unknown, type = "SEMVER") =>
  JSON.stringify({
    id: "GO-2026-1234",
    affected: [{ package: { name: "stdlib", ecosystem: "Go" }, ranges: [{ type, events }] }],
  });

test("what is no advisory says why", () => {
  const wrong: readonly [string, RegExp][] = [
    ["", /not JSON/],
    ["[]", /no id/],
    ['{"id":"GO-1"}', /no id/],
    ['{"id":"GHSA-aaaa"}', /no id/],
    [about([{ introduced: "banana" }]), /no version: banana/],
    [about([{ fixed: "1.2.3" }]), /without a beginning/],
    [about([{ introduced: "0" }, { fixed: "1.2.3" }, { fixed: "1.2.4" }]), /without a beginning/],
    [about([{ introduced: "0" }], "GIT"), /of type GIT/],
    [" ".repeat(5 * 2 ** 20), /too long/],
  ];
  for (const [text, why] of wrong) assert.throws(() => parseOsv(text, "x.json"), why);
});

test("no cut, flipped or random text does anything but answer or refuse", () => {
  const text = fc.oneof(
    fc
      .constantFrom(...documents.map((one) => one.text))
      .chain((whole) =>
        fc.tuple(fc.nat(whole.length), fc.string()).map(([at, put]) => whole.slice(0, at) + put),
      ),
    fc.json(),
    fc.json().map((json) => about(JSON.parse(json))),
  );
  fc.assert(
    fc.property(text, (one) => {
      try {
        parseOsv(one, "x");
      } catch (error) {
        assert.ok(error instanceof GosteadError && error.code === "bad-answer", String(error));
      }
    }),
  );
});
