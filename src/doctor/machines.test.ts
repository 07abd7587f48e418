// Every rule against recorded machines (test/data/machines): each machine.json
// says which findings are right, each code fires on one and passes on another.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { fileURLToPath } from "node:url";
import { BINARY_CATALOGUE, BINARY_RULES } from "#binary/judge.ts";
import { gather } from "#facts/gather.ts";
import { recordedPlace } from "#facts/place.ts";
import { factsFor, type Judged, judge } from "./judge.ts";
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

const judged = new Map<string, Promise<readonly Judged[]>>();

/** Each machine is looked at once. */
function outcomesOn(name: string): Promise<readonly Judged[]> {
  const known = judged.get(name) ?? judgedAt(join(machines, name));
  judged.set(name, known);
  return known;
}

async function judgedAt(directory: string): Promise<readonly Judged[]> {
  return judge(RULES, ALL, await gather(factsFor(RULES, ALL), await recordedPlace(directory)));
}

for (const name of names) {
  test(`machine ${name}`, async () => {
    const { findings, outcomes = {} } = expectedOf(name);
    const outcomesHere = await outcomesOn(name);
    const found = findingsOf(outcomesHere).map(({ code, subject }) => `${code} ${subject}`);
    assert.deepEqual(found.sort(), [...findings].sort());
    for (const [code, kind] of Object.entries(outcomes)) {
      assert.equal(outcomesHere.find((one) => one.code === code)?.kind, kind, code);
    }
    // What a finding cannot mend by itself it must say to a person.
    for (const { fix, advice } of findingsOf(outcomesHere)) assert.ok(fix.length > 0 || advice);
  });
}

for (const { code } of RULES) {
  test(`${code} fires on one recorded machine, passes on another, and has a page`, async () => {
    const fires = names.filter((name) =>
      expectedOf(name).findings.some((one) => one.startsWith(`${code} `)),
    );
    assert.notEqual(fires.length, 0, "no machine.json lists a finding of it");
    const others = await Promise.all(names.filter((name) => !fires.includes(name)).map(outcomesOn));
    // That it does not fire there is each machine.json's word; here it must have looked.
    assert.ok(others.some((all) => all.some((one) => one.code === code && one.kind === "pass")));
    const page = readFileSync(join(root, `docs/finding/${code}.md`), "utf8");
    for (const part of [`\`${code}\``, "## What", "## Why it breaks", "## Mend it"]) {
      assert.ok(page.includes(part), part);
    }
  });
}

test("every page is of a rule, and the index has a line for each", () => {
  const index = readFileSync(join(root, "docs/finding/README.md"), "utf8");
  for (const { code, group, title } of RULES) {
    const line = `| [\`${code}\`](${code}.md) | ${group} | ${title} |`;
    assert.ok(index.includes(line), line);
  }
  const pages = readdirSync(join(root, "docs/finding")).filter((name) => name !== "README.md");
  const others = BINARY_RULES.map(({ code }) => code);
  for (const code of others) {
    assert.ok(
      index.includes(`| [\`${code}\`](${code}.md) | binary | ${BINARY_CATALOGUE[code].title} |`),
      code,
    );
  }
  const codes = [...RULES.map(({ code }) => code), ...others];
  assert.deepEqual(pages.sort(), codes.map((code) => `${code}.md`).sort());
});

test("codes are lower-case words, each once", () => {
  const codes = RULES.map(({ code }) => code);
  assert.equal(new Set(codes).size, codes.length);
  for (const code of codes) assert.match(code, /^[a-z][a-z0-9]*(-[a-z][a-z0-9]*)+$/);
});
