import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import fc from "fast-check";
import { tempDirectory } from "../../test/support/loopback.ts";
import { loginFor, parseNetrc, readNetrc } from "./netrc.ts";

test("entries over one line or several, macros and the default left out", () => {
  const text = [
    "machine one.test login ann password a1",
    "machine two.test",
    "\tlogin bob",
    "\tpassword b2",
    "macdef init",
    "machine three.test login eve password e3",
    "",
    "machine incomplete.test login zoe",
    "machine four.test account x login dan password d4\r",
    "default",
    "machine five.test login late password l5",
  ].join("\n");
  assert.deepEqual(parseNetrc(text), [
    { machine: "one.test", login: "ann", password: "a1" },
    { machine: "two.test", login: "bob", password: "b2" },
    { machine: "four.test", login: "dan", password: "d4" },
  ]);
});

test("the first entry for a host wins, in any case of letters, never a part of a name", () => {
  const logins = parseNetrc(
    "machine a.test login x password 1\nmachine a.test login y password 2\n",
  );
  assert.equal(loginFor(logins, "A.Test")?.login, "x");
  assert.equal(loginFor(logins, "b.a.test"), undefined);
  assert.equal(loginFor(logins, "a.tes"), undefined);
});

test("NETRC, then .netrc, then _netrc", (t) => {
  const HOME = tempDirectory(t);
  const put = (name: string, login: string) =>
    writeFileSync(join(HOME, name), `machine m.test login ${login} password p\n`);
  assert.deepEqual(readNetrc({ HOME }), []);
  put("_netrc", "underscore");
  assert.equal(readNetrc({ HOME })[0]?.login, "underscore");
  put(".netrc", "dot");
  assert.equal(readNetrc({ HOME })[0]?.login, "dot");
  put("mine", "named");
  assert.equal(readNetrc({ HOME, NETRC: join(HOME, "mine") })[0]?.login, "named");
  assert.deepEqual(readNetrc({ HOME, NETRC: join(HOME, "absent") }), []);
  assert.throws(() => readNetrc({ NETRC: HOME }), { code: "bad-setting" });
});

const word = fc
  .string({ minLength: 1, maxLength: 12 })
  .filter((text) => !/\s/.test(text) && text !== "default");

test("what was written is what is read, however the pairs are laid out", () => {
  const entry = fc.record(
    { machine: word, login: word, password: word },
    { noNullPrototype: true },
  );
  const gap = fc.constantFrom(" ", "\n", "\t", "\r\n", "  \n  ");
  fc.assert(
    fc.property(fc.array(entry), fc.array(gap, { minLength: 1 }), (entries, gaps) => {
      const pairs = entries.flatMap((each) =>
        Object.entries(each).map(([key, value]) => `${key} ${value}`),
      );
      const text = pairs.map((pair, at) => pair + gaps[at % gaps.length]).join("");
      assert.deepEqual(parseNetrc(text), entries);
    }),
  );
});

test("no text makes the parser throw or give half an entry", () => {
  const piece = fc.oneof(
    fc.constantFrom("machine", "login", "password", "default", "macdef", "\n", "__proto__", "x"),
    fc.string(),
  );
  fc.assert(
    fc.property(fc.array(piece), (pieces) => {
      for (const login of parseNetrc(pieces.join(" "))) {
        assert.ok(login.machine !== "" && login.login !== "" && login.password !== "");
      }
    }),
  );
});
