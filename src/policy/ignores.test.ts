// Ignore files as people write them, right and wrong; and their schema for editors.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import fc from "fast-check";
import { GosteadError } from "#model/error.ts";
import { mismatches } from "../../test/support/schema.ts";
import { ignoresSchema, parseIgnores } from "./ignores.ts";

const FILE = "/p/.gostead-ignore.yaml";
const CODES = ["goroot-exported", "image-not-exact"];
const schema = new URL("../../docs/reference/schema/ignore.json", import.meta.url);
const parse = (text: string | Uint8Array) => parseIgnores(Buffer.from(text), FILE, CODES);
const one = (members: string) => `waivers:\n  - { ${members} }\n`;
const WHOLE = "id: goroot-exported, owner: ada, reason: the old IDE, until: 2026-12-31";

test("what is ignored, by whom, why and until when", () => {
  const text = `${one(`${WHOLE}, subject: GOROOT`)}  - id: image-not-exact\n    owner: bo\n    reason: ours\n    until: 2027-01-31\n`;
  assert.deepEqual(parse(text), [
    {
      ...{ code: "goroot-exported", subject: "GOROOT", owner: "ada", reason: "the old IDE" },
      ...{ until: "2026-12-31", file: FILE, line: 2 },
    },
    {
      ...{ code: "image-not-exact", owner: "bo", reason: "ours", until: "2027-01-31" },
      ...{ file: FILE, line: 3 },
    },
  ]);
  assert.deepEqual(parse("waivers: []"), []);
});

test("wrong ones are refused with their line and what would do", () => {
  const wrong: readonly (readonly [string, RegExp])[] = [
    [one("id: goroot-exported, owner: ada, until: 2026-12-31"), /:2: .*has no "reason"/],
    [one("id: goroot-exported, reason: x, until: 2026-12-31"), /has no "owner"/],
    [one("id: goroot-exported, owner: ada, reason: x"), /has no "until"/],
    [one("owner: ada, reason: x, until: 2026-12-31"), /has no "id"/],
    [one(WHOLE.replace("the old IDE", '" "')), /reason cannot be " "/],
    [one(WHOLE.replace("2026-12-31", "2026-02-30")), /there is no day "2026-02-30"/],
    [one(WHOLE.replace("2026-12-31", "never")), /until cannot be "never"/],
    [
      one(WHOLE.replace("goroot-exported", "goroot-exporte")),
      /no check is called "goroot-exporte"/,
    ],
    [one(`${WHOLE}, severity: info`), /unknown key "severity"/],
    ["ignores: []", /unknown key "ignores"/],
    ["waivers: x", /must be a list/],
    ["", /must be keys with values/],
    ["waivers:\n - &a {}\n - *a", /anchors|aliases/],
    ["\u0000", /binary|text/],
    ["waivers: [", /:\d+: /],
  ];
  for (const [text, pattern] of wrong) {
    assert.throws(
      () => parse(text),
      (error) => {
        assert.ok(error instanceof GosteadError, String(error));
        assert.equal(error.code, "bad-setting");
        assert.match(error.message, pattern);
        return error.message.startsWith(FILE) && error.fix !== undefined;
      },
      text,
    );
  }
});

test("any bytes: waivers, or refused", () => {
  const attack = (bytes: Uint8Array) => {
    try {
      for (const { reason, until } of parse(bytes)) assert.ok(reason !== "" && until !== "");
    } catch (error) {
      assert.ok(error instanceof GosteadError && error.code === "bad-setting", String(error));
    }
  };
  fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), attack));
  const whole = Buffer.from(one(WHOLE));
  fc.assert(
    fc.property(fc.nat(whole.length - 1), fc.integer({ min: 0, max: 255 }), (at, byte) => {
      const bytes = Buffer.from(whole);
      bytes[at] = byte;
      attack(bytes);
    }),
  );
});

test("the schema for editors is the schema in code", () => {
  assert.deepEqual(JSON.parse(readFileSync(schema, "utf8")), ignoresSchema());
  const waiver = { id: "goroot-exported", owner: "ada", reason: "x", until: "2026-12-31" };
  assert.deepEqual(mismatches({ waivers: [waiver] }, schema), []);
  assert.notDeepEqual(mismatches({ waivers: [{ ...waiver, reason: "" }] }, schema), []);
  assert.notDeepEqual(mismatches({}, schema), []);
});
