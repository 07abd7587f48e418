import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { chmodSync, readFileSync, statSync, writeFileSync } from "node:fs";
import test, { type TestContext } from "node:test";
import { ACTOR, emptyLog, flawsOf } from "../../test/support/auditlog.ts";
import { append } from "./append.ts";
import type { Actor, Entry } from "./format.ts";
import type { AuditFiles } from "./layout.ts";

const ADA: Actor = { user: "ada", uid: 1000, host: "desk", sudo: "grace" };

async function written(files: AuditFiles, actor: Actor, veil = true): Promise<Actor> {
  const event = { kind: "test", subject: "s", result: "ok" } as const;
  await append([event], { files, actor, nowMs: () => 0, veil });
  const last = readFileSync(files.log, "utf8").trimEnd().split("\n").at(-1) ?? "";
  return (JSON.parse(last) as Entry).actor;
}

const log = (t: TestContext) => emptyLog(t);

test("names become HMAC-SHA-256 under the log's own salt, and the log stays proven", async (t) => {
  const files = log(t);
  const actor = await written(files, ADA);
  const salt = readFileSync(files.salt);
  const hash = (name: string) => createHmac("sha256", salt).update(name).digest("hex").slice(0, 16);
  assert.deepEqual(actor, {
    user: hash("ada"),
    uid: -1,
    host: hash("desk"),
    sudo: hash("grace"),
  });
  assert.equal(statSync(files.salt).mode & 0o777, 0o600);
  assert.deepEqual(await written(files, ADA), actor, "one person's events belong together");
  assert.deepEqual(await flawsOf(files), []);
  const bytes = readFileSync(files.log, "utf8");
  for (const name of ["ada", "desk", "grace"]) assert.ok(!bytes.includes(`"${name}"`), name);
});

test("another log's hashes are others", async (t) => {
  const [one, two] = [await written(log(t), ADA), await written(log(t), ADA)];
  assert.notEqual(one.user, two.user);
});

test("nothing asked for: names, and no salt", async (t) => {
  const files = log(t);
  assert.deepEqual(await written(files, ACTOR, false), ACTOR);
  assert.throws(() => statSync(files.salt), { code: "ENOENT" });
});

test("a salt that is none is no reason to write a name", async (t) => {
  const files = log(t);
  await written(files, ADA);
  writeFileSync(files.salt, "short");
  chmodSync(files.salt, 0o600);
  const { user, host, uid } = await written(files, ADA);
  assert.deepEqual({ user, host, uid }, { user: "hidden", host: "hidden", uid: -1 });
});
