// What `label`, `env` and `why VARIABLE` print with --json, held against their schemas.
import assert from "node:assert/strict";
import test from "node:test";
import { installs, withArena } from "../support/arena.ts";
import { mismatches } from "../support/schema.ts";

const schemaOf = (name: string) =>
  new URL(`../../docs/reference/schema/${name}.json`, import.meta.url);

test("label, env and why of a value", async () => {
  await withArena(async (arena) => {
    await installs(arena, "1.22.6");
    const add = ["label", "add", "1.22.6@prod", "--env", "GOFLAGS=-v", "--owner", "us"];
    const calls: readonly (readonly [string, readonly string[]])[] = [
      ["label-add-dry-run", [...add, "-n"]],
      ["label-add", add],
      ["label-add", add],
      ["label-list", ["label", "list"]],
      ["label-show", ["label", "show", "1.22.6@prod"]],
      ["default", ["default", "1.22.6@prod"]],
      ["list", ["list"]],
      ["where", ["where", "1.22.6@prod"]],
      ["current", ["current"]],
      ["verify", ["verify", "1.22.6@prod"]],
      ["exec", ["exec", "--each", "1.22.6,1.22.6@prod", "--", "true"]],
      ["env", ["env"]],
      ["why-value", ["why", "GOFLAGS"]],
      ["why-value", ["why", "GONOPROXY"]],
      ["label-remove", ["label", "remove", "1.22.6@prod", "-n"]],
      ["label-remove", ["label", "remove", "1.22.6@prod"]],
    ];
    for (const [schema, words] of calls) {
      // --json stands before the verb: what exec runs takes what stands behind it.
      const { stdout, stderr, code } = await arena.run("--json", ...words);
      assert.equal(code, 0, `${words.join(" ")}: ${stderr}`);
      for (const line of stdout.trimEnd().split("\n")) {
        assert.deepEqual(mismatches(JSON.parse(line), schemaOf(schema)), [], line);
      }
    }
  });
});
