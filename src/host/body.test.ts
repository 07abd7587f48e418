import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { serve } from "../../test/support/loopback.ts";
import { HTTP_SETTINGS, type Http, type HttpSettings, openHttp } from "./fetch.ts";

/** Limits so small that a test need not wait. */
const QUICK: HttpSettings = {
  ...HTTP_SETTINGS,
  connectMs: 1000,
  headersMs: 300,
  stallMs: 300,
  rateWindowMs: 400,
};

function client(t: TestContext, settings = HTTP_SETTINGS): Http {
  const http = openHttp({ GOENV: "off" }, settings);
  t.after(() => http.close());
  return http;
}

test("a server that never answers, and one that stops half way, are left", async (t) => {
  const server = await serve(t, (req, res) => {
    if (req.url === "/half") res.writeHead(200, { "content-length": 10 }).write("half");
  });
  const http = client(t, QUICK);
  await assert.rejects(http.get({ url: server.url }), { code: "no-network" });
  const half = await http.get({ url: `${server.url}/half` });
  await assert.rejects(half.text(10), { code: "no-network", message: /sent nothing for 0.3 s/ });
});

test("slow-loris: a byte now and then is a stall too", async (t) => {
  const server = await serve(t, (_, res) => {
    res.writeHead(200, { "content-length": 100_000 });
    const timer = setInterval(() => res.write("x"), 50);
    res.on("close", () => clearInterval(timer));
  });
  const patient = { ...QUICK, connectMs: 10_000, headersMs: 10_000, stallMs: 10_000 };
  const answer = await client(t, patient).get({ url: server.url });
  await assert.rejects(answer.bytes(1e6), { code: "no-network", message: /sends only \d+ B\/s/ });
});

test("a slow reader is no stall, and holds the server back", async (t) => {
  const body = Buffer.alloc(30 << 20, 7);
  let sent = false;
  const server = await serve(t, (_, res) => {
    res.writeHead(200, { "content-length": body.length });
    res.end(body, () => {
      sent = true;
    });
  });
  const strict = { ...HTTP_SETTINGS, stallMs: 1500, rateWindowMs: 1500 };
  const answer = await client(t, strict).get({ url: server.url });
  let size = 0;
  for await (const chunk of answer.body) {
    if (size === 0) await new Promise((resolve) => setTimeout(resolve, 2000));
    if (size === 0) assert.equal(sent, false);
    size += chunk.length;
  }
  assert.equal(size, body.length);
});

test("an aborted request ends with the signal's reason, before and within the body", async (t) => {
  const server = await serve(t, (req, res) => {
    if (req.url === "/body") res.writeHead(200, { "content-length": 10 }).write("x");
  });
  const http = client(t);
  const reason = new Error("enough");
  for (const path of ["/silent", "/body"]) {
    const control = new AbortController();
    setTimeout(() => control.abort(reason), 50);
    const whole = http
      .get({ url: server.url + path, signal: control.signal })
      .then((answer) => answer.text(10));
    await assert.rejects(whole, (error) => error === reason);
  }
  const before = http.get({ url: server.url, signal: AbortSignal.abort(reason) });
  await assert.rejects(before, (error) => error === reason);
});

test("a discarded short body leaves the connection usable, a long one ends it", async (t) => {
  const server = await serve(t, (req, res) => {
    res.end(req.url === "/long" ? Buffer.alloc(20 << 20) : "short");
  });
  const http = client(t);
  (await http.get({ url: server.url })).discard();
  (await http.get({ url: `${server.url}/long` })).discard();
  assert.equal(await (await http.get({ url: server.url })).text(10), "short");
  assert.ok(http.count().bytes < 15 << 20);
});
