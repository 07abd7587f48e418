import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { type BarState, formatBytes, formatSeconds, renderBar } from "./bar.ts";

const HALF: BarState = {
  name: "go1.22.6",
  phase: "fetch",
  bytes: 36_400_000,
  total: 72_800_000,
  rate: 9_100_000,
};

test("wide, all of it; narrow, what matters most", () => {
  assert.equal(
    renderBar(HALF, 100),
    "go1.22.6 fetch  [==========>         ]   50%  36.4 of 72.8 MB  9.1 MB/s  0:04",
  );
  assert.equal(renderBar(HALF, 60), "go1.22.6 fetch   50%  36.4 of 72.8 MB  9.1 MB/s  0:04");
  assert.equal(renderBar(HALF, 40), "go1.22.6 fetch   50%  9.1 MB/s  0:04");
  assert.equal(renderBar(HALF, 30), "go1.22.6 fetch   50%  9.1 MB/s");
  assert.equal(renderBar(HALF, 20), "go1.22.6 fetch   50%");
  assert.equal(renderBar(HALF, 8), "go1.22.6");
});

test("begin, end and unknown ends", () => {
  const at = (more: Partial<BarState>) => renderBar({ ...HALF, ...more }, 80);
  assert.match(at({ bytes: 0, rate: undefined }), /\[> {19}\] {4}0% {2}0\.0 of 72\.8 MB$/);
  assert.match(at({ bytes: 72_800_000 }), /\[={20}\] {2}100% {2}72\.8 of 72\.8 MB {2}9\.1 MB\/s$/);
  assert.match(at({ bytes: 80_000_000 }), /\[={20}\] {2}100%/);
  assert.equal(at({ total: undefined }), "go1.22.6 fetch  36.4 MB  9.1 MB/s");
  assert.match(at({ total: 0, bytes: 0 }), /100%/);
  assert.equal(at({ total: undefined, bytes: 0, rate: 0 }), "go1.22.6 fetch");
  assert.doesNotMatch(at({ rate: 0 }), /\d:\d\d/);
});

test("bytes in powers of 1000, never 1000.0 of a unit", () => {
  const expected: [number, string][] = [
    [0, "0 B"],
    [999, "999 B"],
    [1000, "1.0 kB"],
    [999_949, "999.9 kB"],
    [999_950, "1.0 MB"],
    [42_800_000, "42.8 MB"],
    [3_200_000_000, "3.2 GB"],
    [7e15, "7000.0 TB"],
  ];
  for (const [bytes, text] of expected) assert.equal(formatBytes(bytes), text);
});

test("time left", () => {
  assert.equal(formatSeconds(0.2), "0:01");
  assert.equal(formatSeconds(59.5), "1:00");
  assert.equal(formatSeconds(750), "12:30");
  assert.equal(formatSeconds(7205), "2:00:05");
});

test("no state is wider than the terminal or shows nonsense", () => {
  const count = fc.integer({ min: 0, max: 2 ** 50 });
  const state = fc.record({
    name: fc.string({ unit: "grapheme-ascii", maxLength: 60 }),
    phase: fc.string({ unit: "grapheme-ascii", maxLength: 20 }),
    bytes: count,
    total: fc.option(count, { nil: undefined }),
    rate: fc.option(fc.double({ min: 0, max: 1e12, noNaN: true }), { nil: undefined }),
  });
  fc.assert(
    fc.property(state, fc.integer({ min: 1, max: 200 }), (bar, width) => {
      const line = renderBar({ ...bar, name: "n", phase: "p" }, width);
      assert.ok(renderBar(bar, width).length <= width);
      assert.doesNotMatch(line, /NaN|Infinity|undefined|-\d|1000\.0 [BkMG]/);
    }),
  );
});
