import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import fc from "fast-check";
import { GosteadError } from "#model/error.ts";
import { releaseOf } from "../../test/support/works.ts";
import { printProblems } from "./problems.ts";
import { count, formatBytes, formatSeconds, nameOf, renderError, worseExit } from "./render.ts";

/** What a command would have printed, line by line. */
function rendered(error: unknown, json = false) {
  const lines: string[] = [];
  const values: unknown[] = [];
  const say = (line: string) => void lines.push(line);
  const output = {
    data: say,
    paint: (_: unknown, text: string) => text,
    talk: say,
    warn: say,
    json: (value: unknown) => void values.push(value),
  };
  const exit = renderError(error, output, json);
  return { exit, lines, values };
}

test("bytes as people read them, in powers of 1000, three digits at most", () => {
  const wanted = [
    [0, "0 B"],
    [1, "1 B"],
    [999, "999 B"],
    [1000, "1.0 kB"],
    [1049, "1.0 kB"],
    [1050, "1.1 kB"],
    [99_949, "99.9 kB"],
    [99_950, "100 kB"],
    [999_499, "999 kB"],
    [999_500, "1.0 MB"],
    [42_800_000, "42.8 MB"],
    [228_123_456, "228 MB"],
    [1_500_000_000_000, "1.5 TB"],
    [5e15, "5000 TB"],
  ] as const;
  for (const [bytes, text] of wanted) assert.equal(formatBytes(bytes), text);
  fc.assert(
    fc.property(fc.nat(2 ** 31 - 1), (bytes) => {
      assert.match(formatBytes(bytes), /^(\d{1,3}|\d{1,2}\.\d) (B|kB|MB|GB)$/);
    }),
  );
});

test("seconds, plurals, names", () => {
  assert.deepEqual([0, 449, 12_345].map(formatSeconds), ["0.0 s", "0.4 s", "12.3 s"]);
  assert.deepEqual(
    [0, 1, 2].map((n) => count(n, "new file")),
    ["0 new files", "1 new file", "2 new files"],
  );
  const here = { os: "linux", arch: "amd64" };
  assert.equal(nameOf(releaseOf("1.22.6"), here), "go1.22.6");
  assert.equal(nameOf(releaseOf("1.22.6 linux-arm64"), here), "go1.22.6 (linux-arm64)");
});

test("an error is what, its code, and what mends it; its code gives the status", () => {
  const error = new GosteadError("bad-pin", "x names no version", { fix: "write 1.24" });
  const { exit, lines, values } = rendered(error);
  assert.deepEqual(lines, ["error: x names no version [bad-pin]", "fix: write 1.24"]);
  assert.deepEqual([exit, values], [2, []]);
});

test("as JSON it is one object besides, unescaped: the writer of lines escapes", () => {
  const error = new GosteadError("bad-zip", "a \u001b[31m zip", { fix: "go elsewhere" });
  assert.deepEqual(rendered(error, true).values, [
    { error: { code: "bad-zip", message: "a \u001b[31m zip", fix: "go elsewhere" } },
  ]);
  const plain = new GosteadError("finding", "found");
  assert.deepEqual(rendered(plain, true).values, [
    { error: { code: "finding", message: "found" } },
  ]);
});

test("text from elsewhere does nothing to the terminal or the CI runner", () => {
  const message = "said \u001b[2J\u202e\n::add-mask::x ##vso[task]\u0000";
  const { lines } = rendered(new GosteadError("bad-answer", message, { fix: "\u009b31m" }));
  for (const line of lines) assert.doesNotMatch(line, /[\p{Cc}\p{Cf}]|##vso\[/u);
});

function thrown(act: () => unknown): unknown {
  try {
    act();
  } catch (error) {
    return error;
  }
  return undefined;
}

test("what the system throws has a code and a status of its own", () => {
  const errno = (code: string) => Object.assign(new Error(`${code}: no, write`), { code });
  assert.equal(rendered(errno("ENOSPC")).exit, 3);
  assert.match(rendered(errno("ENOSPC")).lines.join("\n"), /\[no-space\]\nfix: .*gostead prune/);
  assert.match(rendered(errno("EROFS")).lines.join("\n"), /\[no-permission\]\nfix: /);
  const missing = rendered(thrown(() => readFileSync("/no/such/file")));
  assert.match(missing.lines.join("\n"), /ENOENT.*\[io\]\nfix: try again/);
});

test("a fault of ours says where, without the machine's paths, and asks for a report", () => {
  const { exit, lines } = rendered(thrown(() => (undefined as unknown as string).length));
  assert.equal(exit, 3);
  assert.match(
    lines.join("\n"),
    /undefined.*\(.*render\.test\.ts:\d+:\d+\) \[internal\]\nfix: .*report/,
  );
  assert.doesNotMatch(lines.join("\n"), /file:|\/src\//);
  assert.equal(rendered("thrown text").exit, 3);
});

test("of several results integrity counts before all, then the higher status", () => {
  assert.equal([0, 1, 0].reduce(worseExit), 1);
  assert.equal([2, 3, 1].reduce(worseExit), 3);
  assert.equal([75, 4, 3].reduce(worseExit), 4);
  assert.equal([4, 75].reduce(worseExit), 4);
  assert.equal([75, 3].reduce(worseExit), 75);
});

test("problems are shown by kind and path, twenty of them, and how many more there are", () => {
  const lines: string[] = [];
  const print = (line: string) => void lines.push(line);
  printProblems(
    [
      { kind: "changed", path: "bin/go", expected: "aa", got: "bb" },
      { kind: "missing", path: "src/\u001b[31mx" },
      { kind: "mode", path: "bin/go", got: "not readable" },
      ...Array.from({ length: 30 }, (_, n) => ({ kind: "added", path: `f${n}` }) as const),
    ],
    print,
  );
  assert.deepEqual(lines.slice(0, 3), [
    "  changed  bin/go: expected aa, got bb",
    "  missing  src/\\u{1b}[31mx",
    "  mode     bin/go: not readable",
  ]);
  assert.equal(lines.length, 21);
  assert.equal(lines[20], "  … and 13 more (--json lists all)");
});
