import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { makeIdentity, noOpenssl, serve, serveProxy } from "../../test/support/loopback.ts";
import type { Env } from "./env.ts";
import { HTTP_SETTINGS, type Http, openHttp } from "./fetch.ts";

function client(t: TestContext, env: Env): Http {
  const http = openHttp({ GOENV: "off", SSL_CERT_DIR: "/nonexistent", ...env }, HTTP_SETTINGS);
  t.after(() => http.close());
  return http;
}

test("http goes through HTTP_PROXY by absolute address, with the proxy's own login", async (t) => {
  const server = await serve(t, (_, res) => void res.end("hello"));
  const proxy = await serveProxy(t);
  const HTTP_PROXY = proxy.url.replace("//", "//user:p%40ss@");
  const url = `http://go.test:${server.port}/path?q=1`;
  const answer = await client(t, { HTTP_PROXY }).get({ url });
  assert.equal(await answer.text(9), "hello");
  assert.deepEqual(proxy.asked, [`GET ${url}`]);
  assert.equal(proxy.logins[0], `Basic ${Buffer.from("user:p@ss").toString("base64")}`);
  assert.equal(server.seen[0]?.line, "GET /path?q=1");
  assert.equal(server.seen[0]?.headers.host, `go.test:${server.port}`);
});

test("NO_PROXY and this machine go past the proxy", async (t) => {
  const server = await serve(t, (_, res) => void res.end("hello"));
  const proxy = await serveProxy(t);
  const http = client(t, { http_proxy: proxy.url, NO_PROXY: "go.test" });
  assert.equal(await (await http.get({ url: server.url })).text(9), "hello");
  const direct = http.get({ url: "http://go.test:1/" });
  await assert.rejects(direct, (error: Error) => !error.message.includes("proxy"));
  assert.deepEqual(proxy.asked, []);
});

test("a proxy that is not there, or refuses, is named without its login", async (t) => {
  const gone = client(t, { HTTPS_PROXY: "http://me:S3CRET@127.0.0.1:1" });
  await assert.rejects(gone.get({ url: "https://go.test/" }), (error: Error & { fix?: string }) => {
    assert.match(error.message, /go\.test through the proxy http:\/\/127\.0\.0\.1:1\/ refuses/);
    assert.match(error.fix ?? "", /HTTPS_PROXY/);
    return !error.message.includes("S3CRET");
  });
  for (const status of [403, 407]) {
    const proxy = await serveProxy(t, status);
    const http = client(t, { HTTPS_PROXY: proxy.url });
    await assert.rejects(http.get({ url: "https://go.test/" }), {
      code: "no-network",
      message: new RegExp(`the proxy ${proxy.url}/ answered ${status} for go\\.test`),
    });
  }
  const plain = await serveProxy(t, 407);
  const http = client(t, { HTTP_PROXY: plain.url });
  await assert.rejects(http.get({ url: "http://go.test/" }), { message: /answered 407/ });
});

test("https through a tunnel", { skip: noOpenssl }, async (t) => {
  const identity = makeIdentity(["DNS:go.test"]);
  const server = await serve(t, (_, res) => void res.end("hello"), identity);
  const proxy = await serveProxy(t);
  const env = { SSL_CERT_FILE: identity.caFile, https_proxy: proxy.url };

  await t.test("the proxy sees host and port, never the request", async () => {
    const headers = { "private-token": "S3CRET" };
    const http = client(t, env);
    for (let round = 0; round < 3; round += 1) {
      const answer = await http.get({ url: `https://go.test:${server.port}/p`, headers });
      assert.equal(await answer.text(9), "hello");
    }
    assert.ok(proxy.asked.every((line) => line === `CONNECT go.test:${server.port}`));
    assert.equal(server.seen[0]?.headers["private-token"], "S3CRET");
    assert.equal(server.seen[0]?.headers.host, `go.test:${server.port}`);
  });

  await t.test("the certificate must be for the name asked for, not the proxy's", async () => {
    const other = client(t, env).get({ url: `https://evil.test:${server.port}/` });
    await assert.rejects(other, { message: /evil\.test.* is for another name/ });
  });

  await t.test("a proxy that intercepts TLS is refused by its unknown authority", async () => {
    const http = client(t, { ...env, SSL_CERT_FILE: makeIdentity().caFile });
    await assert.rejects(http.get({ url: `https://go.test:${server.port}/` }), {
      message: /authority that this machine does not trust/,
    });
  });
});
