// What `audit`, `audit verify` and `audit rates` print with --json, held against their schemas.
import assert from "node:assert/strict";
import { appendFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { runGostead, withHome } from "../support/home.ts";
import { mismatches } from "../support/schema.ts";

const schemaOf = (name: string) =>
  new URL(`../../docs/reference/schema/${name}.json`, import.meta.url);

test("audit, audit verify and audit rates: whole and altered", async () => {
  await withHome(async (home) => {
    await runGostead(["default", "system"], { home });
    const listed = await runGostead(["audit", "--json"], { home });
    const lines = listed.stdout.trimEnd().split("\n");
    assert.equal(lines.length, 2);
    for (const line of lines) {
      assert.deepEqual(mismatches(JSON.parse(line), schemaOf("audit-log")), [], line);
    }
    for (const code of [0, 4]) {
      const { stdout, ...ran } = await runGostead(["audit", "verify", "--json"], { home });
      assert.equal(ran.code, code, ran.stderr);
      assert.deepEqual(mismatches(JSON.parse(stdout), schemaOf("audit-verify")), [], stdout);
      const rates = await runGostead(["audit", "rates", "--json"], { home });
      assert.equal(rates.code, code, rates.stderr);
      if (code === 0)
        assert.deepEqual(mismatches(JSON.parse(rates.stdout), schemaOf("audit-rates")), []);
      appendFileSync(join(home.gostead, "audit", "log.jsonl"), "garbage\n");
    }
  });
});
