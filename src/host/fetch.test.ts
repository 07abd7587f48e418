import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import type { RequestListener } from "node:http";
import { type AddressInfo, createServer } from "node:net";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { pathToFileURL } from "node:url";
import { serve, tempDirectory } from "../../test/support/loopback.ts";
import { HTTP_SETTINGS, type Http, type HttpSettings, openHttp } from "./fetch.ts";
import { isTransient } from "./transient.ts";

const CONTENT = Buffer.from(Array.from({ length: 100_000 }, (_, at) => at % 251));

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

/** An honest server of CONTENT with single ranges, as RFC 9110 §14 has it. */
const honest: RequestListener = (req, res) => {
  const [, first = "", last = ""] = /^bytes=(\d*)-(\d*)$/.exec(req.headers.range ?? "") ?? [];
  if (first === "" && last === "") return void res.end(CONTENT);
  const start = first === "" ? CONTENT.length - Number(last) : Number(first);
  const end = first === "" || last === "" ? CONTENT.length : Number(last) + 1;
  const headers = { "content-range": `bytes ${start}-${end - 1}/${CONTENT.length}` };
  res.writeHead(206, headers).end(CONTENT.subarray(start, end));
};

test("a body comes whole, with its length, and is counted", async (t) => {
  const server = await serve(t, (_, res) => {
    res.writeHead(200, { "content-length": CONTENT.length, "x-word": "yes" }).end(CONTENT);
  });
  const http = client(t);
  const answer = await http.get({ url: `${server.url}/a?token=secret#x` });
  assert.equal(answer.status, 200);
  assert.equal(answer.url, `${server.url}/a`);
  assert.equal(answer.length, CONTENT.length);
  assert.equal(answer.header("x-word"), "yes");
  assert.deepEqual(Buffer.from(await answer.bytes(CONTENT.length)), CONTENT);
  assert.deepEqual(http.count(), { requests: 1, bytes: CONTENT.length });
  assert.equal(server.seen[0]?.line, "GET /a?token=secret");
  assert.equal(server.seen[0]?.headers["accept-encoding"], "identity");
});

test("ranges by start and end, and by suffix", async (t) => {
  const server = await serve(t, honest);
  const http = client(t);
  const part = await http.get({ url: server.url, range: { start: 10, end: 30 } });
  assert.equal(part.status, 206);
  assert.deepEqual(part.range, { start: 10, end: 30, total: CONTENT.length });
  assert.deepEqual(Buffer.from(await part.bytes(20)), CONTENT.subarray(10, 30));
  const tail = await http.get({ url: server.url, range: { suffix: 7 } });
  assert.deepEqual(Buffer.from(await tail.bytes(7)), CONTENT.subarray(-7));
  assert.deepEqual(
    server.seen.map(({ headers }) => headers.range),
    ["bytes=10-29", "bytes=-7"],
  );
});

test("a server without ranges answers 200, and that is what the caller sees", async (t) => {
  const server = await serve(t, (_, res) => void res.end(CONTENT));
  const answer = await client(t).get({ url: server.url, range: { start: 1, end: 2 } });
  assert.equal(answer.status, 200);
  assert.equal(answer.range, undefined);
  assert.equal((await answer.bytes(CONTENT.length)).length, CONTENT.length);
});

const WRONG_RANGES: [name: string, headers: Record<string, string>, length: number][] = [
  ["another start", { "content-range": "bytes 11-29/100" }, 19],
  ["another end", { "content-range": "bytes 10-28/100" }, 19],
  ["beyond its own total", { "content-range": "bytes 10-29/20" }, 20],
  ["no content-range", {}, 20],
  ["an unknown total", { "content-range": "bytes 10-29/*" }, 20],
  ["several parts", { "content-type": "multipart/byteranges; boundary=x" }, 20],
  ["a length that differs", { "content-range": "bytes 10-29/100", "content-length": "21" }, 21],
  ["an escape", { "content-range": "bytes \u009b31m/100" }, 20],
];

for (const [name, headers, length] of WRONG_RANGES) {
  test(`a 206 with ${name} is refused`, async (t) => {
    const server = await serve(t, (_, res) => {
      res.writeHead(206, headers).end(Buffer.alloc(length));
    });
    const asked = client(t).get({ url: server.url, range: { start: 10, end: 30 } });
    await assert.rejects(asked, (error: Error) => {
      assert.match(error.message, /asked for bytes=10-29, got content-range/);
      assert.ok(!error.message.includes("\u009b"));
      return (error as Error & { code: string }).code === "bad-answer" && !isTransient(error);
    });
  });
}

test("a 206 that nobody asked for is refused, and a suffix that is not the end", async (t) => {
  const headers = { "content-range": "bytes 0-9/100" };
  const server = await serve(t, (_, res) => void res.writeHead(206, headers).end("0123456789"));
  const http = client(t);
  await assert.rejects(http.get({ url: server.url }), { code: "bad-answer" });
  const suffix = http.get({ url: server.url, range: { suffix: 10 } });
  await assert.rejects(suffix, { code: "bad-answer" });
});

test("a body shorter than announced is an error, never a short result", async (t) => {
  const server = await serve(t, (req, res) => {
    res.writeHead(200, req.url === "/length" ? { "content-length": 1000 } : {});
    res.write("x".repeat(500), () => setTimeout(() => res.destroy(), 20));
  });
  for (const path of ["/length", "/chunked"]) {
    const answer = await client(t).get({ url: server.url + path });
    await assert.rejects(answer.bytes(1e6), (error: Error) => {
      assert.ok(isTransient(error), String(error));
      return error.code === "bad-answer" && /too early/.test(error.message);
    });
  }
});

test("a longer body than allowed ends early", async (t) => {
  const server = await serve(t, (req, res) => {
    if (req.url === "/stated") res.setHeader("content-length", CONTENT.length);
    res.write(CONTENT.subarray(0, 50_000));
    res.end(CONTENT.subarray(50_000));
  });
  const http = client(t);
  const tooLong = { code: "bad-answer", message: /longer than 1000 bytes/ };
  await assert.rejects(http.get({ url: `${server.url}/stated`, maxBytes: 1000 }), tooLong);
  for (const path of ["/stated", "/unknown"]) {
    const answer = await http.get({ url: server.url + path });
    await assert.rejects(answer.bytes(1000), tooLong);
  }
  const streamed = await http.get({ url: `${server.url}/unknown`, maxBytes: 1000 });
  await assert.rejects(streamed.text(1e9), tooLong);
});

test("an encoding that nobody asked for is refused", async (t) => {
  const server = await serve(t, (_, res) => {
    res.writeHead(200, { "content-encoding": "gzip" }).end("not really");
  });
  await assert.rejects(client(t).get({ url: server.url }), {
    code: "bad-answer",
    message: /content-encoding "gzip"/,
  });
});

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

test("connections are used again; many requests at once use several", async (t) => {
  const server = await serve(t, honest);
  const http = client(t);
  for (let round = 0; round < 5; round += 1) {
    await (await http.get({ url: server.url, range: { start: 0, end: 10 } })).bytes(10);
  }
  // A connection rests for one turn of the event loop after an answer, so a second one may open.
  assert.ok(server.connections() <= 2);
  await Promise.all(
    Array.from({ length: 6 }, async () => (await http.get({ url: server.url })).bytes(1e6)),
  );
  assert.ok(server.connections() > 1 && server.connections() <= HTTP_SETTINGS.connections);
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

test("file: URLs answer like a server", async (t) => {
  const root = tempDirectory(t);
  writeFileSync(join(root, "a file%"), CONTENT);
  writeFileSync(join(root, "empty"), "");
  const http = client(t);
  const url = (name: string) => pathToFileURL(join(root, name)).href;
  const whole = await http.get({ url: url("a file%") });
  assert.equal(whole.status, 200);
  assert.deepEqual(Buffer.from(await whole.bytes(1e6)), CONTENT);
  const part = await http.get({ url: url("a file%"), range: { start: 5, end: 9 } });
  assert.deepEqual(part.range, { start: 5, end: 9, total: CONTENT.length });
  assert.deepEqual(Buffer.from(await part.bytes(4)), CONTENT.subarray(5, 9));
  const tail = await http.get({ url: url("a file%"), range: { suffix: 3 } });
  assert.deepEqual(Buffer.from(await tail.bytes(3)), CONTENT.subarray(-3));
  assert.equal(await (await http.get({ url: url("empty") })).text(10), "");
  const status = async (name: string, start?: number) =>
    (await http.get({ url: url(name), ...(start && { range: { start, end: start + 1 } }) })).status;
  assert.equal(await status("absent"), 404);
  assert.equal(await status("empty/below"), 404);
  assert.equal(await status("."), 404);
  assert.equal(await status("empty", 5), 416);
  assert.equal(http.count().requests, 8);
});

test("what is no address is refused without its secrets", async (t) => {
  const http = client(t);
  for (const url of ["direct", "ftp://me:secret@x", "https://me:secret@", "file://host/x", ""]) {
    await assert.rejects(http.get({ url }), (error: Error) => {
      assert.ok(!error.message.includes("secret"));
      return (error as Error & { code: string }).code === "bad-setting";
    });
  }
});

test("why a connection failed, with what to do", async (t) => {
  const server = await serve(t, (_, res) => void res.socket?.destroy());
  const http = client(t);
  const failure = (url: string) =>
    http.get({ url }).then(
      () => assert.fail("answered"),
      (error) => error,
    );
  const refused = await failure("http://127.0.0.1:1/");
  assert.match(refused.message, /^127\.0\.0\.1:1 refuses connections$/);
  assert.ok(!isTransient(refused) && refused.fix);
  const dropped = await failure(server.url);
  assert.match(dropped.message, /dropped the connection/);
  assert.ok(isTransient(dropped));
  const secure = await failure((await serve(t, honest)).url.replace("http", "https"));
  assert.match(secure.message, /does not speak TLS/);
  const garbage = createServer((socket) => void socket.end("220 smtp.test ready\r\n\r\n"));
  await new Promise<void>((resolve) => garbage.listen(0, "127.0.0.1", resolve));
  t.after(() => garbage.close());
  const mail = await failure(`http://127.0.0.1:${(garbage.address() as AddressInfo).port}/`);
  assert.match(mail.message, /does not answer in HTTP/);
  assert.equal(mail.code, "bad-answer");
  const nowhere = await failure("http://no-such-host.invalid/");
  assert.equal(nowhere.code, "no-network");
  assert.match(nowhere.message, /no-such-host\.invalid/);
});
