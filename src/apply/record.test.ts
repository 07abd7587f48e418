import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { encodeEnd, encodeRecord, parseEnd, parseLog, type Record } from "./record.ts";

const begin = { is: "begin", format: 1, number: 1, who: "g", what: "w", when: "t" } as const;
const records: readonly Record[] = [
  begin,
  { is: "intent", step: 0, change: { kind: "run", argv: ["true"], inverse: ["false"] } },
  { is: "done", step: 0, code: 0 },
  {
    is: "intent",
    step: 1,
    reverses: 3,
    change: {
      kind: "path",
      path: "/a\n",
      before: { kind: "absent" },
      after: { kind: "link", target: "\ud800é" },
    },
  },
  { is: "failed", step: 1, message: "no" },
];

function encode(given: readonly Record[]): string {
  let sum = "";
  return given
    .map((record) => {
      const encoded = encodeRecord(record, sum);
      sum = encoded.sum;
      return encoded.line;
    })
    .join("");
}

test("records come back as they were written", () => {
  assert.deepEqual(parseLog(encode(records)).records, records);
  assert.deepEqual(parseLog(""), { records: [], sum: "" });
});

test("cut at any byte: the whole records before the cut, and nothing else", () => {
  const text = Buffer.from(encode(records));
  for (let at = 0; at <= text.length; at++) {
    const part = text.subarray(0, at);
    const whole = part.filter((byte) => byte === 0x0a).length;
    assert.deepEqual(parseLog(part.toString()).records, records.slice(0, whole));
  }
});

test("zeros behind the last record, as a power loss leaves them, are no record", () => {
  assert.equal(parseLog(`${encode(records)}${"\0".repeat(100)}`).records.length, records.length);
});

test("a byte changed, a line doubled, lost or moved: refused", () => {
  const text = encode(records);
  const refused = (bad: string) => assert.throws(() => parseLog(bad), { code: "bad-journal" });
  const lines = text.split(/(?<=\n)/);
  refused([...lines, ...lines.slice(-1)].join(""));
  refused(lines.slice(1).join(""));
  refused([...lines.slice(0, 1), ...lines.slice(2)].join(""));
  refused(["", lines[1], lines[0], ...lines.slice(2)].join(""));
  fc.assert(
    fc.property(fc.nat(text.length - 2), fc.integer({ min: 33, max: 126 }), (at, byte) => {
      const changed = text.slice(0, at) + String.fromCharCode(byte) + text.slice(at + 1);
      if (changed !== text) refused(changed);
    }),
  );
});

test("a newer format is said, not guessed at", () => {
  const newer = encode([{ ...begin, format: 2 } as never]);
  assert.throws(() => parseLog(newer), { code: "newer-format", message: /format 2/ });
  assert.throws(() => parseEnd('{"format":9}'), { code: "newer-format" });
});

test("records of other shapes are refused", () => {
  for (const bad of [
    { is: "intent", step: 0, change: { kind: "path", path: "relative" } },
    { is: "intent", step: -1, change: { kind: "run", argv: [] } },
    { is: "other" },
    null,
    [],
  ]) {
    assert.throws(() => parseLog(encode([begin, bad as never])), { code: "bad-journal" });
  }
  assert.throws(() => parseLog(encode(records.slice(1))), { code: "bad-journal" });
});

test("an end cut at any byte is refused", () => {
  const text = encodeEnd({ format: 1, result: "done", records: 2, sum: "s" });
  assert.equal(parseEnd(text).records, 2);
  for (let at = 0; at < text.length - 1; at++) {
    assert.throws(() => parseEnd(text.slice(0, at)), { code: "bad-journal" });
  }
});

test("any bytes: parsed or refused, never another error", () => {
  const anything = fc.oneof(
    fc.string(),
    fc.string().map((tail) => encode(records) + tail),
  );
  fc.assert(
    fc.property(anything, (text) => {
      for (const parse of [parseLog, parseEnd]) {
        try {
          parse(text);
        } catch (error) {
          assert.match((error as { code: string }).code, /^(bad-journal|newer-format)$/);
        }
      }
    }),
  );
});
