import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { removeBlock, setBlock, withLineEndsOf } from "./block.ts";

const block = { name: "path", lines: ["export PATH=/s:$PATH"] };
const bytes = (text: string) => Buffer.from(text, "utf8");
const set = (text: string | undefined, given = block) =>
  setBlock(text === undefined ? undefined : bytes(text), given).toString("utf8");
const remove = (text: string) => removeBlock(bytes(text), "path")?.toString("utf8");

test("a block at the end, in the form of install.sh", () => {
  assert.equal(
    set("a\n"),
    "a\n# >>> gostead path >>>\nexport PATH=/s:$PATH\n# <<< gostead path <<<\n",
  );
  assert.equal(
    set("a"),
    "a\n# >>> gostead path >>> newline added\nexport PATH=/s:$PATH\n# <<< gostead path <<<\n",
  );
  assert.match(set(undefined), /^# >>> gostead path >>> file made\n/);
  assert.match(set(""), /^# >>> gostead path >>>\n/);
});

test("a text with CRLF stays one", () => {
  const text = set("a\r\nb");
  assert.equal(text.replaceAll("\r\n", "").includes("\n"), false);
  assert.equal(remove(text), "a\r\nb");
});

test("set again in its old place; text around it stays", () => {
  const text = `${set("a\n")}b\n`;
  const other = { name: "path", lines: ["new", "lines"] };
  assert.equal(
    set(text, other),
    "a\n# >>> gostead path >>>\nnew\nlines\n# <<< gostead path <<<\nb\n",
  );
  assert.equal(remove(set(text, other)), "a\nb\n");
});

test("text written behind a block keeps the newline that was added", () => {
  assert.equal(remove(`${set("a")}b\n`), "a\nb\n");
  assert.equal(remove(`${set(undefined)}b\n`), "b\n");
  assert.equal(set(`${set("a")}b\n`), `${set("a\n")}b\n`);
});

test("blocks of other names, and the installer's, are not touched", () => {
  const others =
    "# >>> gostead >>>\nx\n# <<< gostead <<<\n# >>> gostead pathx >>>\n# <<< gostead pathx <<<\n";
  assert.equal(remove(set(others)), others);
  assert.equal(remove(others), others);
});

test("the block without a name is install.sh's, and other blocks are not", () => {
  const own = { name: "", lines: ["x"] };
  assert.equal(set("a\n", own), "a\n# >>> gostead >>>\nx\n# <<< gostead <<<\n");
  const both = set(set("a\n", own));
  assert.equal(set(both, own), both);
  assert.equal(remove(both), set("a\n", own));
  assert.equal(removeBlock(bytes(both), "")?.toString(), set("a\n"));
  assert.throws(() => set("# >>> gostead >>>\n", own), { code: "cannot-edit" });
});

test("half a block, and two, are refused", () => {
  const [start, end] = ["# >>> gostead path >>>\n", "# <<< gostead path <<<\n"];
  for (const text of [start, end, end + start, start + start + end, start + end + start + end]) {
    assert.throws(() => set(text), { code: "cannot-edit", message: /gostead path/ });
    assert.throws(() => remove(text), { code: "cannot-edit" });
  }
});

test("names and lines that would break the marks are refused", () => {
  for (const name of ["a b", ">>>", "a\n", ".*"]) {
    assert.throws(() => set("", { name, lines: [] }), { code: "cannot-edit" });
  }
  for (const line of ["a\nb", "a\rb", "a\0", "# <<< gostead path <<<", "# >>> gostead x >>>"]) {
    assert.throws(() => set("", { name: "path", lines: [line] }), { code: "cannot-edit" });
  }
});

const pieces = fc.oneof(
  fc.constantFrom(
    "\n",
    "\r\n",
    "\r",
    "\uFEFF",
    "a",
    " ",
    "# >>> gostead other >>>",
    "# <<< gostead <<<",
  ),
  fc.string({ unit: "binary", maxLength: 4 }),
);
const anyBytes = fc.oneof(
  fc.array(pieces).map((parts) => bytes(parts.join(""))),
  fc.uint8Array({ maxLength: 64 }).map((array) => Buffer.from(array)),
  fc.constant(undefined),
);
const anyLines = fc.array(
  fc.string({ unit: "binary" }).filter((line) => !/[\r\n\0]|^# /.test(line)),
  { maxLength: 4 },
);

test("set then removed: the very bytes that stood there", () => {
  fc.assert(
    fc.property(anyBytes, anyLines, anyLines, (text, lines, others) => {
      const once = setBlock(text, { name: "path", lines });
      assert.deepEqual(setBlock(once, { name: "path", lines }), once, "idempotent");
      assert.deepEqual(removeBlock(once, "path"), text);
      const twice = setBlock(once, { name: "path", lines: others });
      assert.deepEqual(twice, setBlock(text, { name: "path", lines: others }), "replaced");
    }),
    { numRuns: 3000 },
  );
});

test("marks cut, doubled and mixed: refused or removed, never another crash", () => {
  const part = fc.constantFrom(
    ...["# >>> gostead path >>>", " newline added", " file made", "# <<< gostead path <<<"],
    ...["\n", "\r\n", "\r", "x"],
  );
  fc.assert(
    fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
      const text = bytes(parts.join(""));
      try {
        const left = removeBlock(text, "path");
        assert.ok(
          left === undefined ||
            !/^# (>>> gostead path >>>|<<< gostead path <<<\r?(\n|$))/.test(left.toString()),
        );
        assert.deepEqual(removeBlock(setBlock(left, block), "path"), left);
      } catch (error) {
        assert.equal((error as { code?: string }).code, "cannot-edit");
      }
    }),
    { numRuns: 2000 },
  );
});

test("new content takes CRLF from the file that it replaces", () => {
  const got = (before: string, content: string) =>
    withLineEndsOf(bytes(before), bytes(content)).toString();
  assert.equal(got("a\r\n", "b\nc\n"), "b\r\nc\r\n");
  assert.equal(got("a\r\nb\n", "b\n"), "b\n");
  assert.equal(got("a", "b\n"), "b\n");
  assert.equal(got("a\r\n", "b\r\nc\n"), "b\r\nc\n");
  assert.equal(withLineEndsOf(undefined, bytes("b\n")).toString(), "b\n");
});
