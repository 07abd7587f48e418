// Edits of lines: what goes, what stays byte for byte, and what is refused.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import test from "node:test";
import fc from "fast-check";
import { type Edit, planOf, settle } from "./mend.ts";

const edit = (line: number, was: string, now: string | null = null): Edit => {
  return { kind: "edit", path: "/h/.bashrc", line, was, now, shell: true };
};

test("a line goes, others and their ends stay", () => {
  assert.equal(settle("a\r\nb\r\nc", [edit(2, "b")]), "a\r\nc");
  assert.equal(settle("a\r\nb\r\nc", [edit(1, "a", "x")]), "x\r\nb\r\nc");
  assert.equal(settle("a\n", [edit(1, "a")]), "");
  assert.equal(settle("only", [edit(1, "only")]), "");
});

test("a file that is not as it was is left alone", () => {
  assert.equal(settle("a\nB\n", [edit(2, "b")]), undefined);
  assert.equal(settle("a\n", [edit(7, "b")]), undefined);
});

test("of two edits of one line the first counts", () => {
  assert.equal(settle("a\nb\n", [edit(1, "a", "x"), edit(1, "a", "y")]), "x\nb\n");
});

test("what is left is still a program of the shell", () => {
  const line = "export GOROOT=/x";
  const programs = [
    `if true; then\n  ${line}\nfi\n`,
    `if true; then\n${line}\nfi\n`,
    `f() {\n${line}\n}\n`,
    `case x in\nx)\n${line}\n;;\nesac\n`,
    `true &&\n${line}\necho\n`,
    `for i in 1\ndo # once\n${line}\ndone\n`,
    `echo 1\n${line}\necho 2\n`,
  ];
  for (const text of programs) {
    const at = text.split("\n").findIndex((one) => one.includes(line));
    const left = settle(text, [edit(at + 1, text.split("\n")[at] ?? "")]);
    const { status, stderr } = spawnSync("sh", ["-n"], { input: left ?? "", encoding: "utf8" });
    assert.equal(status, 0, `${left}\n${stderr}`);
    assert.doesNotMatch(left ?? "", /GOROOT/);
  }
});

test("taking any line out of any text keeps every other line", () => {
  fc.assert(
    fc.property(
      fc.array(fc.stringMatching(/^[a-z ]{0,5}$/), { minLength: 1 }),
      fc.nat(),
      (lines, n) => {
        const at = n % lines.length;
        const one: Edit = { ...edit(at + 1, lines[at] ?? ""), shell: false };
        assert.equal(settle(lines.join("\n"), [one]), lines.toSpliced(at, 1).join("\n"));
      },
    ),
  );
});

test("edits of one file from several findings become one write, other actions stand once", () => {
  const block = { kind: "block", path: "/h/.profile", name: "path", lines: ["x"] } as const;
  const finding = { code: "c", severity: "error", subject: "s", evidence: [] } as const;
  const findings = [
    { ...finding, fix: [edit(1, "a"), block] },
    { ...finding, fix: [edit(3, "c", "C"), block] },
  ];
  assert.deepEqual(
    planOf(findings, () => "a\nb\nc\n"),
    {
      actions: [{ kind: "write", path: "/h/.bashrc", content: "b\nC\n" }, block],
      changed: [],
    },
  );
  assert.deepEqual(planOf(findings, () => undefined).changed, ["/h/.bashrc"]);
});
