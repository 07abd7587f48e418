// What doctor binary and facts --file print with --json, held against their schemas: recorded programs of every format.
import assert from "node:assert/strict";
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { runGostead, withHome } from "../support/home.ts";
import { RECORDED, recorded } from "../support/recordbinary.ts";
import { mismatches } from "../support/schema.ts";

const schemaOf = (name: string) =>
  new URL(`../../docs/reference/schema/${name}.json`, import.meta.url);

test("every recorded program, and a script, as the schemas say", async () => {
  await withHome(async (home) => {
    const files = readdirSync(RECORDED).map((file) => file.replace(/\.gz$/, ""));
    for (const file of files) writeFileSync(join(home.user, file), recorded(file));
    writeFileSync(join(home.user, "script"), "#!/bin/sh\n");
    files.push("script", "/bin/sh");
    const doctor = await runGostead(["doctor", "binary", ...files, "--json"], { home });
    assert.equal(doctor.code, 1, doctor.stderr);
    const reports = doctor.stdout.trimEnd().split("\n");
    assert.equal(reports.length, files.length);
    for (const line of reports) {
      assert.deepEqual(mismatches(JSON.parse(line), schemaOf("doctor-binary")), [], line);
    }
    for (const file of ["net-cgo", "app-wasip1-wasm", "app-darwin-arm64", "script"]) {
      const { stdout } = await runGostead(["facts", "--file", file, "--json"], { home });
      assert.deepEqual(mismatches(JSON.parse(stdout), schemaOf("facts-file")), [], stdout);
    }
    const refused = await runGostead(["facts", "--file", "/etc/passwd", "--json"], { home });
    assert.deepEqual(mismatches(JSON.parse(refused.stdout), schemaOf("error")), []);
  });
});
