import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { jsonSchema } from "./jsonschema.ts";
import { KEYS } from "./keys.ts";

const published = new URL("../../docs/reference/schema/gostead.yaml.json", import.meta.url);

test("the schema for editors is the schema in code", () => {
  assert.deepEqual(JSON.parse(readFileSync(published, "utf8")), jsonSchema());
});

test("every key is in the schema, nothing else is taken", () => {
  const names = (schema: Record<string, unknown>, section: string): string[] =>
    Object.entries((schema.properties ?? {}) as Record<string, Record<string, unknown>>).flatMap(
      ([word, value]) => {
        if (value.properties === undefined) return [section + word];
        assert.equal(value.additionalProperties, false);
        return names(value, `${section}${word}.`);
      },
    );
  const schema = jsonSchema();
  assert.equal(schema.additionalProperties, false);
  assert.deepEqual(names(schema, "").sort(), [...KEYS].sort());
});
