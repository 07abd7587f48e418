// Every rule against recorded machines (test/data/machines): each machine.json
// says which findings are right, each code fires on one and passes on another.
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { fileURLToPath } from "node:url";
import { gather } from "#facts/gather.ts";
import { recordedPlace } from "#facts/place.ts";
import { CATALOGUE } from "./catalogue.ts";
import { factsFor, judge } from "./judge.ts";
import { RULES } from "./rules.ts";
import { findingsOf } from "./summary.ts";

const ALL = { groups: [], only: [], skip: [] };
const root = fileURLToPath(new URL("../../", import.meta.url));
const machines = join(root, "test/data/machines");
const names = readdirSync(machines).sort();

interface Expected {
  readonly findings: readonly string[];
  readonly outcomes?: Readonly<Record<string, string>>;
}

function expectedOf(name: string): Expected {
  return JSON.parse(readFileSync(join(machines, name, "machine.json"), "utf8"));
}

async function outcomesOn(name: string) {
  const facts = await gather(factsFor(RULES, ALL), await recordedPlace(join(machines, name)));
  return judge(RULES, ALL, facts);
}

for (const name of names) {
  test(`machine ${name}`, async () => {
    const { findings, outcomes = {} } = expectedOf(name);
    const judged = await outcomesOn(name);
    const found = findingsOf(judged).map(({ code, subject }) => `${code} ${subject}`);
    assert.deepEqual(found.sort(), [...findings].sort());
    for (const [code, kind] of Object.entries(outcomes)) {
      assert.equal(judged.find((one) => one.code === code)?.kind, kind, code);
    }
    // What a finding cannot mend by itself it must say to a person.
    for (const { fix, advice } of findingsOf(judged)) assert.ok(fix.length > 0 || advice);
  });
}

for (const { code } of RULES) {
  test(`${code} fires on one recorded machine, passes on another, and has a page`, async () => {
    const all = names.map(expectedOf);
    assert.ok(all.some(({ findings }) => findings.some((one) => one.startsWith(`${code} `))));
    assert.ok(all.some(({ outcomes }) => outcomes?.[code] === "pass"));
    assert.equal(CATALOGUE[code].docs, `docs/finding/${code}.md`);
    assert.ok(existsSync(join(root, CATALOGUE[code].docs)), CATALOGUE[code].docs);
  });
}

test("codes are lower-case words, each once", () => {
  const codes = RULES.map(({ code }) => code);
  assert.equal(new Set(codes).size, codes.length);
  for (const code of codes) assert.match(code, /^[a-z]+(-[a-z]+)+$/);
});
