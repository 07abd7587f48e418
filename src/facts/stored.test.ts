// Facts from elsewhere: read back as they were, older and newer ones, and damaged ones.
import assert from "node:assert/strict";
import test from "node:test";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { GosteadError } from "#model/error.ts";
import { FACT_NAMES, type Facts } from "./facts.ts";
import { gather } from "./gather.ts";
import { recordedPlace } from "./place.ts";
import { parseStored, storedFacts, storedForm } from "./stored.ts";

const MACHINE = fileURLToPath(new URL("../../test/data/machines/plain", import.meta.url));
const NODE = {
  ...{ schema: "node", format: 1, version: "1.0.0", platform: "linux_amd64", uid: 0, cwd: "/" },
  asked: ["PATH", "HOME", "SHELL"],
  env: { PATH: "/usr/bin", HOME: "/root" },
  run: {
    "uname -srm": { code: 0, stdout: "Linux 6.1.0 x86_64\n", stderr: "" },
    "id -u": null,
    "id -un": null,
  },
  files: {
    "/usr/bin": { is: "directory", real: "/usr/bin", names: ["env"] },
    "/etc": { is: "absent" },
  },
};

const recorded = async (): Promise<Facts> => await gather(FACT_NAMES, await recordedPlace(MACHINE));
const codeIn = (text: string): string => {
  try {
    parseStored(text, "node.json");
    return "";
  } catch (error) {
    assert.ok(error instanceof GosteadError, String(error));
    assert.ok(error.fix);
    return error.code;
  }
};

test("facts come back as they were", async () => {
  const facts = await recorded();
  const text = JSON.stringify(storedForm(facts, "1.0.0"));
  assert.deepEqual(await gather(FACT_NAMES, parseStored(text, "node.json")), facts);
});

test("older facts: what they lack is unknown, what is not known any more is left out", async () => {
  const { path, uname } = await recorded();
  const old = { schema: "facts", format: 1, version: "0.1.0", path, uname, phlogiston: 1 };
  const facts = await gather(FACT_NAMES, parseStored(JSON.stringify(old), "old.json"));
  assert.deepEqual(facts.path, path);
  assert.deepEqual(facts.rc, { known: false, reason: "old.json does not have it" });
  assert.equal(Object.hasOwn(facts, "phlogiston"), false);
});

test("a node's document: what was not recorded is unknown, what is not there is absent", async () => {
  const names = ["path", "uname", "me", "shell", "rc", "environment", "mounts"] as const;
  const facts = await gather(names, parseStored(JSON.stringify(NODE), "node.json"));
  assert.deepEqual(facts.path, {
    known: true,
    value: { entries: [{ position: 1, text: "/usr/bin", state: "directory" }] },
  });
  assert.equal(facts.uname.known, true);
  assert.deepEqual(facts.me, { known: false, reason: "id is not there" });
  for (const one of [facts.environment, facts.mounts, facts.rc]) {
    assert.match(one.known ? "" : one.reason, /was not recorded$/);
  }
});

test("what is damaged or something else is told as that", async () => {
  for (const text of [
    ...[
      "",
      " ",
      "null",
      "[]",
      "1",
      '"x"',
      "{",
      "{}",
      '{"schema":"facts"}',
      '{"schema":"other","format":1}',
    ],
    ...[
      '{"schema":"facts","format":"1"}',
      '{"schema":"facts","format":0}',
      '{"schema":"node","format":1.5}',
    ],
    ...[
      '{"schema":"facts","format":1,"path":1}',
      '{"schema":"facts","format":1,"path":{"known":true}}',
    ],
    '{"schema":"facts","format":1,"path":{"known":false}}',
  ]) {
    assert.equal(codeIn(text), "bad-facts", text);
  }
  assert.equal(codeIn('{"schema":"facts","format":2}'), "newer-format");
  assert.equal(codeIn('{"schema":"node","format":99}'), "newer-format");
  const gone = storedFacts({ path: "/gone/x.json", named: "x.json" }, ["path"]);
  await assert.rejects(gone, { code: "usage" });
  await assert.rejects(storedFacts({ path: "/dev/zero", named: "zero" }, ["path"]), {
    code: "bad-facts",
  });
});

test("every truncation and any flipped byte: facts or a clear error, never a fault", async () => {
  const whole = Buffer.from(JSON.stringify(NODE));
  for (let end = 0; end < whole.length; end++) {
    assert.equal(codeIn(whole.subarray(0, end).toString()), "bad-facts");
  }
  await fc.assert(
    fc.asyncProperty(
      fc.nat(whole.length - 1),
      fc.integer({ min: 1, max: 255 }),
      async (at, mask) => {
        const bytes = Buffer.from(whole);
        bytes[at] = (bytes[at] ?? 0) ^ mask;
        const text = bytes.toString();
        if (!["", "newer-format"].includes(codeIn(text))) return;
        if (codeIn(text) === "") await gather(FACT_NAMES, parseStored(text, "node.json"));
      },
    ),
    { numRuns: 300 },
  );
});

test("members of any shape in a node's document", async () => {
  const members = fc.record(
    {
      env: fc.jsonValue(),
      run: fc.jsonValue(),
      files: fc.jsonValue(),
      asked: fc.jsonValue(),
      uid: fc.jsonValue(),
    },
    { requiredKeys: [] },
  );
  const entries = fc.dictionary(
    fc.constantFrom("/", "/usr/bin", "/etc/profile", "__proto__"),
    fc.jsonValue(),
  );
  await fc.assert(
    fc.asyncProperty(members, entries, async (some, files) => {
      for (const node of [
        { ...NODE, ...some },
        { ...NODE, files },
      ]) {
        const facts = await gather(FACT_NAMES, parseStored(JSON.stringify(node), "node.json"));
        assert.equal(Object.keys(facts).length, FACT_NAMES.length);
      }
    }),
    { numRuns: 100 },
  );
});

test("a variable that nobody looked for is not one that is not set", async () => {
  const place = parseStored(JSON.stringify(NODE), "node.json");
  assert.equal(place.env.HOME, "/root");
  assert.throws(() => place.env.TZ, /TZ was not recorded/);
  const { locale } = await gather(["locale"], place);
  assert.match(locale.known ? "" : locale.reason, /was not recorded/);
});

test("modes as ls writes them", async () => {
  const modes: readonly (readonly [string, number])[] = [
    ...([
      ["drwxr-xr-x", 0o755],
      ["-rwsr-sr-x", 0o6755],
      ["drwxrwxrwt", 0o1777],
    ] as const),
    ...([
      ["-rw-r--r-T", 0o1644],
      ["lrwxrwxrwx", 0o777],
      ["----------", 0],
      ["-rwSr-----", 0o4640],
    ] as const),
  ];
  for (const [mode, bits] of modes) {
    const status = { "/x": { mode, uid: 5, writable: false, target: null }, "/gone": null };
    const place = parseStored(JSON.stringify({ ...NODE, status }), "node.json");
    const answer = place.answer?.({ status: "/x" }) as { mode: number; kind: string };
    assert.equal(answer.mode, bits, mode);
    assert.deepEqual(place.answer?.({ status: "/gone" }), { is: "absent", path: "/gone" });
    assert.throws(() => place.answer?.({ status: "/other" }), /was not recorded/);
  }
});
