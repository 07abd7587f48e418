import assert from "node:assert/strict";
import type { RequestListener } from "node:http";
import { type TestContext, test } from "node:test";
import { serve } from "../../test/support/loopback.ts";
import { type Http, openHttp } from "./fetch.ts";
import { isTransient } from "./transient.ts";

const CONTENT = Buffer.from(Array.from({ length: 100_000 }, (_, at) => at % 251));

function client(t: TestContext): Http {
  const http = openHttp({ GOENV: "off" });
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

test("a range whose body is longer or shorter than it says is an error", async (t) => {
  const server = await serve(t, (req, res) => {
    res.writeHead(206, { "content-range": "bytes 10-29/100" });
    res.write("x");
    res.end("y".repeat(Number(req.url?.slice(1)) - 1));
  });
  const http = client(t);
  const body = async (length: number) => {
    const range = { start: 10, end: 30 };
    return (await http.get({ url: `${server.url}/${length}`, range })).text(1000);
  };
  assert.equal((await body(20)).length, 20);
  for (const length of [19, 21]) {
    await assert.rejects(body(length), {
      code: "bad-answer",
      message: new RegExp(`20 bytes were announced, ${length} came`),
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
