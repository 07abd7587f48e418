import assert from "node:assert/strict";
import { type AddressInfo, createServer } from "node:net";
import { type TestContext, test } from "node:test";
import { serve } from "../../test/support/loopback.ts";
import { type Http, openHttp } from "./fetch.ts";
import { isTransient } from "./transient.ts";

function client(t: TestContext): Http {
  const http = openHttp({ GOENV: "off" });
  t.after(() => http.close());
  return http;
}

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
  const secure = await failure(
    (await serve(t, (_, res) => void res.end())).url.replace("http", "https"),
  );
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
