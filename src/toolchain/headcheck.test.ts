// Security S14: a head that stands still, and heads that cannot both be true.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { copyWorks, openWorks, releaseOf } from "../../test/support/works.ts";
import { code } from "../../test/support/zipcase.ts";
import { checkHead, staleDays, staleError } from "./headcheck.ts";
import { install } from "./install.ts";
import { listRemote } from "./remote.ts";

const DAY_MS = 86_400_000;
const original = await openWorks({ after }, ["1.22.6"]);
await install(releaseOf("1.22.6"), original.engine);

test("a head that has not grown for more than a week is stale, counted in whole days", (t) => {
  const { engine } = copyWorks(t, original);
  const after = (days: number) => staleDays({ ...engine, nowMs: () => Date.now() + days * DAY_MS });
  assert.equal(after(0), undefined);
  assert.equal(after(7.9), undefined);
  assert.equal(after(8.1), 8);
  assert.equal(after(-3), undefined, "a clock that was set back proves nothing");
  assert.match(staleError(engine, 8).message, /has not grown for 8 days/);
});

test("a log that nobody has asked is not stale", async (t) => {
  const { engine } = await openWorks(t, []);
  assert.equal(staleDays(engine), undefined);
});

test("an install says when the head stands still", async (t) => {
  const works = await openWorks(t, ["1.22.5", "1.22.6"]);
  await install(releaseOf("1.22.5"), works.engine);
  const later = { ...works.engine, nowMs: () => Date.now() + 10 * DAY_MS };
  await install(releaseOf("1.22.6"), later);
  assert.match(works.said.join(), /has not grown for 10 days/);
});

test("another machine's head: older, newer, and of a log with two histories", async (t) => {
  const { engine, log, proxy } = copyWorks(t, original);
  const size = log.size;
  const older = await checkHead(log.head(size - 3), engine);
  assert.deepEqual([older.before?.size, older.given.size, older.now.size], [size, size - 3, size]);
  const fork = log.fork(size - 3);
  fork.add("another.example/m v1.0.0 h1:x\n");
  fork.fill(20);
  proxy.showLog(fork);
  t.after(() => proxy.showLog(log));
  await assert.rejects(checkHead(fork.head(), engine), code("log-fork"));
  const [evidence = ""] = readdirSync(engine.home.quarantine);
  const text = readFileSync(join(engine.home.quarantine, evidence), "utf8");
  assert.ok(text.includes(log.head(size)) && text.includes(fork.head()), "both signed heads");
  await assert.rejects(checkHead("no head\n", engine), code("bad-signature"));
});

test("what a source listed once it must go on listing, or be accepted", async (t) => {
  const works = await openWorks(t, ["1.22.5", "1.22.6"]);
  assert.equal((await listRemote(works.engine, false)).length, 2);
  const names = Array.from({ length: 7 }, (_, n) => `v0.0.1-go1.21.${n}.linux-amd64\n`).join("");
  const grown = works.proxy.lie({
    on: /list$/,
    body: (body) => Buffer.concat([body, Buffer.from(names)]),
  });
  assert.equal((await listRemote(works.engine, false)).length, 9);
  grown.stop();
  await assert.rejects(
    listRemote(works.engine, false),
    code("older-answer", /go1\.21\.0\.linux-amd64, .* and 2 more before/),
  );
  assert.equal((await listRemote(works.engine, true)).length, 2);
});
