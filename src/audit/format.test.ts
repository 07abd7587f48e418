// The parser against arbitrary bytes: it never throws, and takes nothing but a
// line that the formatter could have written.
import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { followChain } from "./chain.ts";
import { formatLine, GENESIS, HEADER, parseLine } from "./format.ts";
import { parseHead, parseVerifier } from "./note.ts";

const text = fc.string({ unit: "binary", maxLength: 40 });
const plain = fc.oneof(text, fc.boolean(), fc.double(), fc.integer());
const event = fc.record({
  kind: text,
  subject: text,
  result: fc.constantFrom("ok" as const, "failed" as const),
  detail: fc.dictionary(text, plain, { maxKeys: 8 }),
});
const place = {
  seq: 1,
  prev: GENESIS,
  time: "2026-03-01T00:00:00.000Z",
  actor: { user: "ada", uid: 1000, host: "desk" },
};

test("any event, written and read: the same, in one line of printable ASCII", () => {
  fc.assert(
    fc.property(event, (given) => {
      const { line, hash } = formatLine(given, place);
      assert.match(line, /^[ -~]+$/);
      const entry = parseLine(line);
      assert.equal(entry?.hash, hash);
      assert.equal(entry.subject, given.subject.isWellFormed() ? given.subject : entry.subject);
      assert.equal(entry.kind, given.kind);
      assert.equal(entry.result, given.result);
    }),
  );
});

test("any one byte of a line changed, cut or added: no event", () => {
  const { line } = formatLine({ kind: "k", subject: "s", result: "ok", detail: { n: 1 } }, place);
  const at = fc.nat(line.length - 1);
  fc.assert(
    fc.property(at, fc.integer({ min: 0, max: 255 }), (index, byte) => {
      const other = String.fromCharCode(byte);
      if (line[index] !== other) {
        assert.equal(parseLine(line.slice(0, index) + other + line.slice(index + 1)), undefined);
      }
      assert.equal(parseLine(line.slice(0, index) + line.slice(index + 1)), undefined);
      assert.equal(parseLine(line.slice(0, index) + other + line.slice(index)), undefined);
    }),
  );
});

test("arbitrary text and JSON: no throw, no event", () => {
  fc.assert(fc.property(fc.string({ unit: "binary" }), (any) => parseLine(any) === undefined));
  fc.assert(fc.property(fc.json(), (any) => parseLine(any) === undefined));
  fc.assert(
    fc.property(fc.array(fc.string({ unit: "binary" })), (lines) => parseHead(lines) === undefined),
  );
  fc.assert(fc.property(fc.string(), (any) => parseVerifier(any) === undefined));
});

test("a chain of arbitrary lines, some of them events: told, never thrown", () => {
  const lines = Array.from({ length: 6 }, (_, i) =>
    formatLine({ kind: "k", subject: `${i}`, result: "ok" }, { ...place, seq: i + 1 }),
  );
  const some = fc.array(
    fc.oneof(fc.constantFrom(HEADER, ...lines.map(({ line }) => line)), fc.string()),
    { maxLength: 30 },
  );
  fc.assert(
    fc.property(some, (given) => {
      let told = 0;
      const chain = followChain((_verdict, line) => {
        told += 1;
        assert.ok(line >= 1 && line <= given.length);
      });
      for (const line of given) chain.take(line);
      assert.equal(chain.lines(), given.length);
      const clean = given.length === 0 || (given[0] === HEADER && given.length === 1);
      const first = given.length === 2 && given[0] === HEADER && given[1] === lines[0]?.line;
      assert.equal(told === 0, clean || first);
    }),
  );
});
