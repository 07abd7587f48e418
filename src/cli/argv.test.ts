import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { ALIASES } from "./aliases.ts";
import { type Globals, isRunner, NO_GLOBALS, parseArgv } from "./argv.ts";

/** The words left over, and the globals that differ from none. */
function parsed(line: string) {
  const { globals, words, problem } = parseArgv(line.split(" ").filter((word) => word !== ""));
  const set = Object.entries(globals).filter(
    ([name, value]) => NO_GLOBALS[name as keyof Globals] !== value,
  );
  return { words: words.join(" "), set: Object.fromEntries(set), ...(problem ? { problem } : {}) };
}

test("nothing said, nothing set", () => {
  assert.deepEqual(parsed(""), { words: "", set: {} });
  assert.deepEqual(parsed("list"), { words: "list", set: {} });
});

const FLAGS: readonly [line: string, set: Partial<Globals>][] = [
  ["-q", { quiet: true }],
  ["--quiet", { quiet: true }],
  ["-v", { verbose: true }],
  ["--verbose", { verbose: true }],
  ["--json", { json: true }],
  ["-y", { yes: true }],
  ["--yes", { yes: true }],
  ["-n", { dryRun: true }],
  ["--dry-run", { dryRun: true }],
  ["--offline", { offline: true }],
  ["--locked", { locked: true }],
  ["--no-progress", { progress: false }],
  ["--system", { system: true }],
  ["-C /work", { directory: "/work" }],
  ["--directory /work", { directory: "/work" }],
  ["-C=/a=b", { directory: "/a=b" }],
  ["--color always", { color: "always" }],
  ["--color=never", { color: "never" }],
];

for (const [flag, set] of FLAGS) {
  test(`${flag} counts before the verb, after it and behind its words`, () => {
    for (const line of [`${flag} install 1.22`, `install ${flag} 1.22`, `install 1.22 ${flag}`]) {
      assert.deepEqual(parsed(line), { words: "install 1.22", set }, line);
    }
  });
}

test("the last of two counts, and flags of the verb stay with it", () => {
  assert.deepEqual(parsed("--color never list -C a --remote --color auto -C b"), {
    words: "list --remote",
    set: { directory: "b" },
  });
});

test("a flag that lacks its value, or has a wrong one, is said so", () => {
  assert.match(parsed("install -C").problem ?? "", /-C needs a directory/);
  assert.match(parsed("--color list").problem ?? "", /auto, always or never, not "list"/);
  assert.match(parsed("--color").problem ?? "", /not ""/);
  assert.match(parsed("--color=").problem ?? "", /not ""/);
});

for (const runner of ["exec", "x", "run"]) {
  test(`${runner}: from the command on nothing is ours`, () => {
    const child = "go test -v -n --json --color always -C x -- -q";
    const words = `${runner} -- ${child}`;
    assert.deepEqual(parsed(`${runner} ${child}`), { words, set: {} });
    assert.deepEqual(parsed(`${runner} -- ${child}`), { words, set: {} });
    assert.deepEqual(parsed(`-q ${runner} --json -C d ${child}`), {
      words,
      set: { quiet: true, json: true, directory: "d" },
    });
    assert.deepEqual(parsed(`${runner} +1.24.6 -q ${child}`), {
      words: `${runner} +1.24.6 -- ${child}`,
      set: { quiet: true },
    });
    assert.deepEqual(parsed(`${runner} --each 1.24,1.25 --json ${child}`), {
      words: `${runner} --each 1.24,1.25 -- ${child}`,
      set: { json: true },
    });
    assert.deepEqual(
      parsed(`${runner} --each=1.24 ${child}`).words,
      `${runner} --each=1.24 -- ${child}`,
    );
  });
}

test("exec without a command keeps its own words", () => {
  assert.equal(parsed("exec").words, "exec");
  assert.equal(parsed("exec --").words, "exec --");
  assert.equal(parsed("exec +1.22.6").words, "exec +1.22.6");
  assert.equal(parsed("exec --help").words, "exec --help");
});

test("-- ends our flags for every verb", () => {
  assert.deepEqual(parsed("install -- --json"), { words: "install -- --json", set: {} });
  assert.deepEqual(parsed("install 1.22 --"), { words: "install 1.22", set: {} });
  assert.deepEqual(parsed("-- --json"), { words: "-- --json", set: {} });
});

test("only the verb makes a runner, not a word like it", () => {
  assert.deepEqual(parsed("install exec --json"), { words: "install exec", set: { json: true } });
  for (const [alias, verb] of Object.entries(ALIASES))
    assert.equal(isRunner(alias), verb === "exec");
  assert.equal(isRunner(undefined), false);
});

test("what every object has is no flag, verb or alias of ours", () => {
  for (const word of ["constructor", "__proto__", "toString", "hasOwnProperty", "valueOf"]) {
    assert.deepEqual(parsed(word), { words: word, set: {} });
    assert.deepEqual(parsed(`install ${word}`), { words: `install ${word}`, set: {} });
    assert.deepEqual(parsed(`${word} --json x`), { words: `${word} x`, set: { json: true } });
  }
});

test("no word is lost, invented or moved", () => {
  const word = fc.oneof(
    fc.constantFrom(...FLAGS.flatMap(([line]) => line.split(" ")), "exec", "--", "+1.22", "--each"),
    fc.string(),
  );
  fc.assert(
    fc.property(fc.array(word), (argv) => {
      const { words } = parseArgv(argv);
      let at = 0;
      for (const one of words.filter((kept) => kept !== "--")) {
        at = argv.indexOf(one, at) + 1;
        assert.ok(at > 0, `${one} of ${argv}`);
      }
    }),
  );
});
