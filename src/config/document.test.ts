import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { GosteadError } from "#model/error.ts";
import { parseSettings } from "./document.ts";
import { KEYS } from "./keys.ts";

const bytes = (text: string) => Buffer.from(text);
const said = (text: string) =>
  parseSettings(bytes(text), "gostead.yaml").map(({ key, text: value }) => [key, value]);

function refused(text: string | Uint8Array, message: RegExp): void {
  const given = typeof text === "string" ? bytes(text) : text;
  assert.throws(
    () => parseSettings(given, "gostead.yaml"),
    (error) => {
      assert.ok(error instanceof GosteadError, String(error));
      assert.equal(error.code, "bad-setting");
      assert.match(error.message, message);
      assert.notEqual(error.fix, undefined);
      return true;
    },
  );
}

test("every key, in its place, with its line and column", () => {
  const text = `# ours
go: 1.24.6
goproxy: https://proxy.example.com,direct
gosumdb: log.example.com+0123abcd+AAAA
policy:
  minVersion: 1.24.3
lockTimeout: 60
prune: {unusedDays: 30}
`;
  assert.deepEqual(parseSettings(bytes(text), "f"), [
    { key: "go", text: "1.24.6", line: 2, column: 1 },
    { key: "goproxy", text: "https://proxy.example.com,direct", line: 3, column: 1 },
    { key: "gosumdb", text: "log.example.com+0123abcd+AAAA", line: 4, column: 1 },
    { key: "policy.minVersion", text: "1.24.3", line: 6, column: 3 },
    { key: "lockTimeout", text: "60", line: 7, column: 1 },
    { key: "prune.unusedDays", text: "30", line: 8, column: 9 },
  ]);
});

test("a version is what stands there, never a number", () => {
  assert.deepEqual(said("go: 1.20"), [["go", "1.20"]]);
  assert.deepEqual(said("%YAML 1.1\n---\ngo: 1.20"), [["go", "1.20"]]);
  assert.deepEqual(said("policy: {minVersion: 1.20}"), [["policy.minVersion", "1.20"]]);
  assert.deepEqual(said("go: '1.20'"), [["go", "1.20"]]);
  // YAML 1.1 reads these as 2, 24 000 and octal 8.
  refused("go: 0b10", /"0b10"/);
  refused("go: 24e3", /"24e3"/);
  refused("lockTimeout: 0o10", /"0o10"/);
  assert.deepEqual(said("lockTimeout: 010"), [["lockTimeout", "010"]]);
  refused("go: on", /go at gostead\.yaml:1:5 must be a version word .*, not "on"$/);
  refused("go: null", /not "null"$/);
  refused("go:", /go at gostead\.yaml:1:\d+ must be .*, not ""$/);
});

test("nothing said is nothing set", () => {
  for (const text of ["", "\n", "# only words\n", "---\n", "{}", "\uFEFF"]) {
    assert.deepEqual(said(text), [], JSON.stringify(text));
  }
});

test("a byte order mark and CRLF are taken", () => {
  const [first, second] = parseSettings(bytes("\uFEFFgo: 1.24\r\nlockTimeout: 5\r\n"), "f");
  assert.deepEqual(first, { key: "go", text: "1.24", line: 1, column: 1 });
  assert.deepEqual(second, { key: "lockTimeout", text: "5", line: 2, column: 1 });
});

test("an unknown key names its place and the nearest one", () => {
  refused(
    "go: 1.24\n\ngorpoxy: x\n",
    /^unknown key "gorpoxy" at gostead\.yaml:3:1, did you mean "goproxy"\?$/,
  );
  refused("policy:\n  minversion: 1.24", /:2:3, did you mean "minVersion" below "policy"\?$/);
  refused("minVersion: 1.24", /:1:1, did you mean "minVersion" below "policy"\?$/);
  refused(
    "policy.minVersion: 1.24",
    /"policy\.minVersion" at gostead\.yaml:1:1, did you mean "minV/,
  );
  refused("toolchains: []", /^unknown key "toolchains" at gostead\.yaml:1:1$/);
  refused("__proto__: 1", /unknown key "__proto__"/);
  refused("constructor: 1", /unknown key "constructor"/);
  refused("go: {toString: 1}", /must be a version word .*, not a list or a map$/);
});

test("keys twice, tabs, tags, anchors, aliases, merge keys, two documents", () => {
  refused("go: 1.24\ngo: 1.25", /^gostead\.yaml:2:1: the key is there twice: "go: 1\.25"$/);
  refused("policy:\n\tminVersion: 1.24", /^gostead\.yaml:2:1: a tab indents/);
  refused("go: !!js/function 'x'", /:1:5: tags are not taken/);
  refused("go: !!str 1.24", /tags are not taken/);
  refused("go: ! 1.24", /tags are not taken|must be/);
  refused("!!map {go: 1.24}", /tags are not taken/);
  refused("go: &a 1.24", /:1:8?.*anchors are not taken/);
  refused("&a go: 1.24", /anchors are not taken/);
  refused("go: *a", /alias/i);
  refused("policy: &p {minVersion: 1.24}\nprune: *p", /anchors are not taken/);
  refused("prune:\n  <<: {unusedDays: 1}", /unknown key "<<"/);
  refused("go: 1.24\n---\ngo: 1.25", /a second document begins/);
  refused("? {go: 1}\n: 1.24", /a key must be a plain word/);
  refused("? [go]\n: 1.24", /a key must be a plain word/);
});

test("what is no map of settings", () => {
  refused("hello", /:1:1: keys with values must stand here: "hello"$/);
  refused("- go: 1.24", /keys with values must stand here/);
  refused("policy: 1.24", /:1:9: keys with values must stand here/);
  refused("policy:", /keys (with values )?must stand/);
  refused("go: [1.24]", /not a list or a map$/);
  refused("go: 1.24\n lockTimeout: 5", /^gostead\.yaml:\d:\d+: /);
});

test("values that a key does not take", () => {
  refused(
    "lockTimeout: 1.5",
    /lockTimeout at gostead\.yaml:1:14 must be whole seconds.*, not "1\.5"$/,
  );
  refused("lockTimeout: -1", /not "-1"$/);
  refused("lockTimeout: 1000000", /not "1000000"$/);
  refused("prune: {unusedDays: soon}", /prune\.unusedDays .* must be whole days.*, not "soon"$/);
  refused("policy: {minVersion: latest}", /policy\.minVersion .*, not "latest"$/);
  refused("go: ../../x", /not "\.\.\/\.\.\/x"$/);
  refused("goproxy: ' '", /goproxy .* must be a list of module proxies/);
  refused('goproxy: "a\\nb"', /goproxy .* must be a list of module proxies/);
});

test("no login of a value comes out in an error (S18)", () => {
  for (const text of [
    "goproxy: https://me:hunter2@proxy.example.com/é",
    "goproxy: https://me:hunter2@proxy.example.com\ngoproxy: https://me:hunter2@proxy.example.com",
    "gopoxy: https://me:hunter2@proxy.example.com",
    "goproxy: &x https://me:hunter2@proxy.example.com",
    "goproxy: [https://me:hunter2@proxy.example.com",
  ]) {
    assert.throws(
      () => parseSettings(bytes(text), "f"),
      (error) => error instanceof GosteadError && !error.message.includes("hunter2"),
      text,
    );
  }
});

test("binary files and other encodings", () => {
  refused(Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 1]), /is binary/);
  refused(Buffer.from("go: 1.24\0"), /is binary/);
  refused(Buffer.from("go: 1.24", "utf16le"), /is binary/);
  refused(Buffer.from([0x67, 0x6f, 0x3a, 0x20, 0xff]), /is binary/);
  refused("go: \u001b[2J", /is binary/);
});

test("bombs end in an error, not in a fault", () => {
  const many = 64 * 1024;
  const laughs = Array.from(
    { length: 9 },
    (_, at) => `k${at}: &k${at} [${`*k${at - 1},`.repeat(9)}]`,
  );
  for (const text of [
    "[".repeat(many),
    "{".repeat(many),
    "- ".repeat(many / 2),
    "? ".repeat(many / 2),
    "{go: ".repeat(many / 5),
    "]".repeat(many),
    laughs.join("\n"),
    `go: ${"1".repeat(many - 4)}`,
  ]) {
    refused(text, /./);
  }
});

const fragments = [
  ...KEYS.flatMap((key) => key.split(".")),
  ..."go:|: |:|- |[|]|{|}|,|\n|\n  |\t|&a |*a|!!str |! |'|\"|#|%YAML 1.1\n|---\n|...|<<: |? ||\\|1.20|\uFEFF|\r\n|@|`|é".split(
    "|",
  ),
];

test("fuzz: settings that hold, or a GosteadError", () => {
  const yamlish = fc
    .array(fc.constantFrom(...fragments), { maxLength: 40 })
    .map((all) => all.join(""));
  const anything = fc.oneof(
    yamlish.map(bytes),
    fc.uint8Array({ maxLength: 200 }),
    fc.string().map(bytes),
  );
  fc.assert(
    fc.property(anything, (input) => {
      try {
        for (const { key, line, column } of parseSettings(input, "f")) {
          assert.ok(KEYS.includes(key) && line >= 1 && column >= 1);
        }
      } catch (error) {
        assert.ok(error instanceof GosteadError, String(error));
        assert.doesNotMatch(error.message, /\p{Cc}/u);
      }
    }),
    { numRuns: 2000 },
  );
});
