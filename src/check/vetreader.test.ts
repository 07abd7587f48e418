// Text as go vet -json printed it: 1.26.8 on stdout, 1.21.13 on stderr between headers.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { judgeVet } from "./judge.ts";
import { judgeVersion, versionIn } from "./required.ts";
import { readVet } from "./vetreader.ts";

function read(text: string) {
  const reader = readVet();
  for (const line of text.split("\n")) reader.line(line);
  return reader.end();
}

const FOUND = `{
	"example.com/m/vetty": {
		"assign": [
			{
				"posn": "/w/vetty/v.go:3:18",
				"message": "self-assignment of x to x",
				"suggested_fixes": [{ "message": "Remove", "edits": [] }]
			}
		]
	},
	"example.com/m/vetty [example.com/m/vetty.test]": {
		"assign": [{ "posn": "/w/vetty/v.go:3:18", "message": "self-assignment of x to x" }],
		"buildssa": { "error": "it broke" }
	}
}`;

test("findings with package, analyzer, file and line; once for a package and its test variant", () => {
  const { problems } = read(`# example.com/m/vetty\n${FOUND}\n# example.com/m/ok\n{}\n`);
  assert.deepEqual(problems, [
    {
      ...{ kind: "vet", package: "example.com/m/vetty", subject: "assign" },
      place: { file: "/w/vetty/v.go", line: 3 },
      lines: ["self-assignment of x to x"],
    },
    {
      ...{ kind: "vet", package: "example.com/m/vetty", subject: "buildssa" },
      ...{ place: null, lines: ["it failed: it broke"] },
    },
  ]);
});

test("what does not build was not looked at", () => {
  const text = "# example.com/m/b\n# [example.com/m/b]\nvet: b/b.go:2:23: undefined: x";
  const [problem] = read(text).problems;
  assert.equal(problem?.kind, "build");
  assert.equal(problem?.package, "example.com/m/b");
  assert.deepEqual(problem?.place, { file: "b/b.go", line: 2 });
});

test("findings fail though vet ends with 0; nothing found passes; a bare status fails", () => {
  const fine = { code: 0, timedOut: false, ms: 1 };
  assert.equal(judgeVet([read(FOUND)], fine).verdict, "fail");
  assert.equal(judgeVet([read("{}")], fine).verdict, "pass");
  const bare = judgeVet([read("go: no")], { ...fine, code: 1 });
  assert.deepEqual(bare.problems[0]?.lines, ["go: no"]);
});

test("whatever vet prints is taken", () => {
  const piece = fc.constantFrom("{", "}", "{}", FOUND, '{\n"a": {"b": [{"message": 3}]}\n}', "# x");
  fc.assert(
    fc.property(fc.array(fc.oneof(piece, fc.json(), fc.string())), (pieces) => {
      read(pieces.join("\n"));
    }),
  );
});

test("versions are compared as cmd/go does: the pairs of the issue's own words", () => {
  const verdict = (ran: string, min: string) => {
    const version = versionIn(`go${min}`);
    assert.ok(version);
    return judgeVersion(ran, { version, by: "--min" }, 0).verdict;
  };
  assert.equal(verdict("go1.22.6", "1.21"), "pass");
  assert.equal(verdict("go1.19", "1.21"), "fail");
  assert.equal(verdict("go1.9", "1.19"), "fail");
  assert.equal(verdict("go1.22rc1", "1.22.0"), "fail");
  assert.equal(verdict("go1.22.0", "1.22rc1"), "pass");
  assert.equal(verdict("go1.26.8 X:nodwarf5", "1.26.8"), "pass");
  assert.equal(verdict("devel go1.28-5c2f61b Tue", "1.27.4"), "pass");
  assert.equal(verdict("devel +a1b2c3", "1.2"), "fail");
  assert.equal(judgeVersion("go1.22.6", undefined, 0).verdict, "pass");
});
