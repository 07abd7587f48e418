import assert from "node:assert/strict";
import { test } from "node:test";
import { GosteadError } from "#model/error.ts";
import { serve } from "../../test/support/loopback.ts";
import { HTTP_SETTINGS, openHttp } from "./fetch.ts";
import { isTransient, retryAfterMs, statusError, TransientError, withRetries } from "./retry.ts";

const busy = () => new TransientError("bad-answer", "busy");

/** Fails with each error in turn, then gives "done"; tells the attempts and their waits. */
function failing(errors: unknown[]) {
  const at: number[] = [];
  const attempt = async (number: number) => {
    at.push(performance.now());
    assert.equal(number, at.length);
    if (errors.length >= at.length) throw errors[at.length - 1];
    return "done";
  };
  const waits = () => at.slice(1).map((moment, index) => moment - (at[index] ?? 0));
  return { attempt, waits, count: () => at.length };
}

test("transient failures are tried again, waiting longer each time", async () => {
  const { attempt, waits } = failing([busy(), busy(), busy()]);
  assert.equal(await withRetries(attempt, { baseMs: 40 }), "done");
  const [first = 0, second = 0, third = 0] = waits();
  assert.ok(first >= 19 && second >= 39 && third >= 79, waits().join());
});

test("after the last attempt its error is the answer", async () => {
  const errors = [busy(), busy(), busy(), busy(), busy()];
  const four = failing(errors);
  await assert.rejects(withRetries(four.attempt, { baseMs: 1 }), (error) => error === errors[3]);
  assert.equal(four.count(), 4);
  const two = failing(errors);
  await assert.rejects(withRetries(two.attempt, { baseMs: 1, times: 2 }));
  assert.equal(two.count(), 2);
});

test("what is not transient is not tried again; integrity not even when told to", async () => {
  for (const error of [new GosteadError("not-available", "x"), new Error("bug")]) {
    const once = failing([error]);
    await assert.rejects(withRetries(once.attempt, { baseMs: 1 }), (caught) => caught === error);
    assert.equal(once.count(), 1);
  }
  const forged = failing([new GosteadError("hash-mismatch", "x")]);
  const always = { baseMs: 1, isRetryable: () => true };
  await assert.rejects(withRetries(forged.attempt, always), { code: "hash-mismatch" });
  assert.equal(forged.count(), 1);
  const own = failing([new Error("mine")]);
  assert.equal(await withRetries(own.attempt, always), "done");
});

test("the server's Retry-After is waited for", async () => {
  const { attempt, waits } = failing([
    new TransientError("bad-answer", "busy", { retryAfterMs: 120 }),
  ]);
  await withRetries(attempt, { baseMs: 1 });
  assert.ok((waits()[0] ?? 0) >= 119, waits().join());
});

test("an absurd Retry-After is capped, and an abort ends the wait", async () => {
  const { attempt } = failing([new TransientError("bad-answer", "x", { retryAfterMs: 1e12 })]);
  const reason = new Error("enough");
  const control = new AbortController();
  setTimeout(() => control.abort(reason), 30);
  const waiting = withRetries(attempt, { signal: control.signal });
  await assert.rejects(waiting, (error) => error === reason);
});

test("Retry-After in seconds and as a date", () => {
  assert.equal(retryAfterMs("7"), 7000);
  assert.equal(retryAfterMs("0"), 0);
  const soon = retryAfterMs(new Date(Date.now() + 5000).toUTCString()) ?? 0;
  assert.ok(soon > 3000 && soon <= 5000, String(soon));
  assert.equal(retryAfterMs("Wed, 21 Oct 2015 07:28:00 GMT"), 0);
  for (const value of [undefined, "", "soon", "-5", "1e9", "Wed, GMT"]) {
    assert.equal(retryAfterMs(value), undefined, value);
  }
});

const STATUSES: [status: number, code: string, transient: boolean][] = [
  [404, "not-available", false],
  [410, "not-available", false],
  [401, "refused", false],
  [403, "refused", false],
  [408, "bad-answer", true],
  [429, "bad-answer", true],
  [500, "bad-answer", true],
  [503, "bad-answer", true],
  [400, "bad-answer", false],
  [418, "bad-answer", false],
];

test("each status has its error, and the server's own words are shown safely", async (t) => {
  const body = "::add-mask::x\u001b[2J\nsecond ##vso[task] line";
  const server = await serve(t, (req, res) => {
    const status = Number(req.url?.slice(1));
    res.writeHead(status, status === 503 ? { "retry-after": "9" } : {}).end(body);
  });
  const http = openHttp({ GOENV: "off" });
  t.after(() => http.close());
  for (const [status, code, transient] of STATUSES) {
    const error = await statusError(await http.get({ url: `${server.url}/${status}` }), "the list");
    assert.equal(error.code, code, String(status));
    assert.equal(isTransient(error), transient, String(status));
    assert.ok(error.message.startsWith(`the list: ${server.url}/${status} answered ${status}: "`));
    // biome-ignore lint/suspicious/noControlCharactersInRegex: that none is left is the point
    assert.ok(!/[\u0000-\u001f]|##vso\[|"::/.test(error.message), error.message);
    assert.ok(error.message.includes("second"));
    if (status === 503) assert.equal((error as TransientError).retryAfterMs, 9000);
  }
});

test("an error page without end, or that never comes, does not hold us up", async (t) => {
  const server = await serve(t, (req, res) => {
    res.writeHead(403);
    const more = () => {
      if (!res.destroyed) res.write("y".repeat(9000), () => setImmediate(more));
    };
    if (req.url === "/endless") more();
    else res.write("half");
  });
  const http = openHttp({ GOENV: "off" }, { ...HTTP_SETTINGS, stallMs: 100 });
  t.after(() => http.close());
  const endless = await statusError(await http.get({ url: `${server.url}/endless` }), "x");
  assert.match(endless.message, /answered 403: "y+…?"$/);
  assert.ok(endless.message.length < 1200);
  const silent = await statusError(await http.get({ url: `${server.url}/silent` }), "x");
  assert.match(silent.message, /answered 403: "half"$/);
});
