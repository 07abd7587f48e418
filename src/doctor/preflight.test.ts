// What preflight says of machines that are awkward to look at (test/data/fingerprints), and that
// unknown is said where nothing can be known. Expected: by hand, from what each recorded machine is.
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import test from "node:test";
import { fileURLToPath } from "node:url";
import { known } from "#facts/fact.ts";
import { gather } from "#facts/gather.ts";
import { recordedPlace } from "#facts/place.ts";
import { factsFor, judge } from "./judge.ts";
import { planFacts, planFor } from "./plan.ts";
import { RULES } from "./rules.ts";

const roots = fileURLToPath(new URL("../../test/data/fingerprints/", import.meta.url));
const CHOICE = { groups: ["preflight"], only: [], skip: [] } as const;

/** Machine: what is found for Go 1.27.4, what stays unknown; everything else passes or does not apply. */
const EXPECTED: Readonly<Record<string, readonly string[]>> = {
  // musl and busybox: no getconf, no GLIBC_ symbols.
  alpine: [],
  "big-little": [],
  "cut-cpuinfo": [],
  graviton: [],
  // 4.4.0 is above every floor.
  gvisor: [],
  m1: [],
  // Distroless: no shell, no os-release, no getconf.
  "no-cpuinfo": [],
  "qemu-user": [],
  riscv64: [],
  rpi4: [],
  // No uname: neither system nor kernel, and so no word on its C library.
  silent: [
    "system-below-floor unknown",
    "system-near-floor unknown",
    "program-needs-newer-glibc unknown",
  ],
  strange: [],
  windows: [],
  wsl1: [],
  wsl2: [],
};

async function factsOn(name: string, version: string) {
  const names = [...factsFor(RULES, CHOICE), ...planFacts({ kernel: "5.10", glibc: "2.31" })];
  const facts = await gather([...new Set(names)], await recordedPlace(roots + name));
  return { ...facts, goversions: known({ versions: [{ version, by: "--for" }] }) };
}

test("every recorded machine has its expected word here", () => {
  assert.deepEqual(readdirSync(roots).sort(), Object.keys(EXPECTED).sort());
});

for (const [name, expected] of Object.entries(EXPECTED)) {
  test(name, async () => {
    const facts = await factsOn(name, "1.27.4");
    const told = judge(RULES, CHOICE, facts).filter(
      ({ kind }) => kind === "fail" || kind === "unknown",
    );
    assert.deepEqual(
      told.map(({ code, kind }) => `${code} ${kind}`),
      expected,
    );
    // No perl was recorded anywhere: a plan is never called safe.
    const { verdict, reasons } = planFor({ kernel: "5.10", glibc: "2.31" }, facts);
    assert.notEqual(verdict, "safe", JSON.stringify(reasons));
  });
}
