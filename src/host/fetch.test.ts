import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { serve } from "../../test/support/loopback.ts";
import { HTTP_SETTINGS, type Http, openHttp } from "./fetch.ts";

const CONTENT = Buffer.from(Array.from({ length: 100_000 }, (_, at) => at % 251));

function client(t: TestContext): Http {
  const http = openHttp({ GOENV: "off" });
  t.after(() => http.close());
  return http;
}

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

test("connections are used again; many requests at once use several", async (t) => {
  const server = await serve(t, (_, res) => void res.end(CONTENT));
  const http = client(t);
  for (let round = 0; round < 5; round += 1) {
    await (await http.get({ url: server.url })).bytes(1e6);
  }
  // A connection rests for one turn of the event loop after an answer, so a second one may open.
  assert.ok(server.connections() <= 2);
  await Promise.all(
    Array.from({ length: 6 }, async () => (await http.get({ url: server.url })).bytes(1e6)),
  );
  assert.ok(server.connections() > 1 && server.connections() <= HTTP_SETTINGS.connections);
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
