// GOSUMDB as Go reads it (https://go.dev/ref/mod#environment-variables), and the
// public log's key against a head that the log really signed.
import assert from "node:assert/strict";
import test from "node:test";
import { GosteadError } from "#model/error.ts";
import { makeLog } from "../../test/support/log.ts";
import { serveRecorded } from "../../test/support/logops.ts";
import { parseGosumdb, SUM_GOLANG_ORG } from "./keys.ts";
import { openNote, parseVerifierKey } from "./note.ts";

const PUBLIC = {
  kind: "log",
  name: "sum.golang.org",
  verifierKey: parseVerifierKey(SUM_GOLANG_ORG),
};

function ownKey(name: string): string {
  return makeLog({ name, seed: "keys" }).verifierKey;
}

test("the built-in key opens a head of the public log, and no other", () => {
  const latest = serveRecorded("/latest");
  assert.ok(latest);
  assert.match(openNote(latest, [PUBLIC.verifierKey]).text, /^go\.sum database tree\n71769961\n/);
  const namesake = parseVerifierKey(ownKey("sum.golang.org"));
  assert.throws(() => openNote(latest, [namesake]), /is not signed by sum\.golang\.org/);
});

test("Go's forms", () => {
  const key = ownKey("sum.corp.example/go");
  const own = { kind: "log", name: "sum.corp.example/go", verifierKey: parseVerifierKey(key) };
  assert.deepEqual(parseGosumdb("off"), { kind: "off" });
  assert.deepEqual(parseGosumdb(""), PUBLIC);
  assert.deepEqual(parseGosumdb("sum.golang.org"), PUBLIC);
  assert.deepEqual(parseGosumdb(SUM_GOLANG_ORG), PUBLIC);
  assert.deepEqual(parseGosumdb("sum.golang.google.cn"), {
    ...PUBLIC,
    url: "https://sum.golang.google.cn",
  });
  assert.deepEqual(parseGosumdb("sum.golang.org http://localhost:3000/sum"), {
    ...PUBLIC,
    url: "http://localhost:3000/sum",
  });
  assert.deepEqual(parseGosumdb(key), own);
  assert.deepEqual(parseGosumdb(` ${key}\t https://sums.corp.example `), {
    ...own,
    url: "https://sums.corp.example",
  });
});

test("anything else is refused with a fix", () => {
  const key = ownKey("sum.corp.example");
  const bad = ["on", "OFF", "sum.golang.com", "SUM.GOLANG.ORG", "off off", "off https://a.example"];
  bad.push("https://sum.golang.org", "sum.golang.google.cn https://a.example", `${key} a b`);
  bad.push(
    `${key} a.example`,
    `${key} file:///sums`,
    `${key} https://`,
    key.slice(0, -1),
    `${key}A`,
  );
  bad.push(key.replace("corp", "korp"), "sum.golang.org+033de0ae+", "+", "a+b+c");
  const names = [
    "a/",
    "/a",
    "a//b",
    "a/../b",
    "..",
    "a/.b",
    "a@b",
    "a?b",
    "a#b",
    "a%2fb",
    "a:b",
    "é",
  ];
  for (const name of names) bad.push(ownKey(name));
  for (const setting of bad) {
    assert.throws(
      () => parseGosumdb(setting),
      (error: unknown) => {
        assert.ok(error instanceof GosteadError, setting);
        assert.equal(error.code, "bad-setting");
        assert.ok(error.fix);
        return true;
      },
      setting,
    );
  }
});

test("a password in the URL is not shown", () => {
  for (const url of ["ftp://me:secret@a.example", "me:secret@a.example", "https://me:secret@"]) {
    assert.throws(
      () => parseGosumdb(`sum.golang.org ${url}`),
      (error: unknown) => error instanceof GosteadError && !error.message.includes("secret"),
    );
  }
});
