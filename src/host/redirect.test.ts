import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import type { RequestListener } from "node:http";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import {
  type Identity,
  makeIdentity,
  noOpenssl,
  serve,
  tempDirectory,
} from "../../test/support/loopback.ts";
import type { Env } from "./env.ts";
import { type Http, openHttp } from "./fetch.ts";

const SECRET = "S3CRET-that-must-not-travel";

function client(t: TestContext, env: Env = {}): Http {
  const http = openHttp({ GOENV: "off", SSL_CERT_DIR: "/nonexistent", ...env });
  t.after(() => http.close());
  return http;
}

const leadTo =
  (target: string, status = 302): RequestListener =>
  (_, res) =>
    void res.writeHead(status, { location: target }).end("moved");

const hello: RequestListener = (_, res) => void res.end("hello");

test("every kind of redirect is followed, relative ones too; the end is named", async (t) => {
  const server = await serve(t, (req, res) => {
    const step = Number(/^\/(\d)/.exec(req.url ?? "")?.[1]);
    const status = [301, 302, 303, 307, 308][step];
    if (status === undefined) return void res.end("there");
    res.writeHead(status, { location: `${step + 1}?sig=${SECRET}#part` }).end();
  });
  const http = client(t);
  const answer = await http.get({ url: `${server.url}/0` });
  assert.equal(answer.url, `${server.url}/5`);
  assert.equal(await answer.text(10), "there");
  assert.equal(http.count().requests, 6);
});

test("a change of origin drops every header that is not standard, on the way on and back", async (t) => {
  const there = await serve(t, (_, res) => void res.writeHead(302, { location: back }).end());
  const here = await serve(t, (req, res) =>
    req.url === "/end" ? void res.end("ok") : leadTo(there.url)(req, res),
  );
  const back = `${here.url}/end`;
  const headers = {
    Authorization: `Bearer ${SECRET}`,
    "Private-Token": SECRET,
    cookie: SECRET,
    "X-Api-Key": SECRET,
    accept: "text/plain",
  };
  const range = { start: 0, end: 2 };
  const answer = await client(t).get({ url: here.url, headers, range });
  assert.equal(await answer.text(9), "ok");
  assert.equal(JSON.stringify(here.seen[0]).split(SECRET).length - 1, 4);
  for (const later of [there.seen[0], here.seen[1]]) {
    assert.ok(!JSON.stringify(later).includes(SECRET));
    assert.equal(later?.headers.accept, "text/plain");
    assert.equal(later?.headers.range, "bytes=0-1");
  }
});

test("within one origin the headers stay", async (t) => {
  const server = await serve(t, (req, res) =>
    req.url === "/end" ? hello(req, res) : leadTo("/end", 307)(req, res),
  );
  const answer = await client(t).get({ url: server.url, headers: { "private-token": SECRET } });
  await answer.text(9);
  assert.equal(server.seen[1]?.headers["private-token"], SECRET);
});

test("a loop ends, and so does an endless road", async (t) => {
  const server = await serve(t, (req, res) => {
    const [, kind = "", step = "0"] = /^\/(\w+?)(\d*)$/.exec(req.url ?? "") ?? [];
    const next = kind === "loop" ? (Number(step) + 1) % 3 : Number(step) + 1;
    leadTo(`/${kind}${next}`)(req, res);
  });
  const http = client(t);
  const loop = http.get({ url: `${server.url}/loop0` });
  await assert.rejects(loop, { code: "bad-answer", message: /redirects in a loop/ });
  assert.equal(http.count().requests, 3);
  const endless = http.get({ url: `${server.url}/road0` });
  await assert.rejects(endless, { code: "bad-answer", message: /more than 10 redirects/ });
  assert.equal(http.count().requests, 3 + 11);
});

for (const target of ["file:///etc/passwd", "ftp://x/y", "javascript:alert(1)", "http://[", ""]) {
  test(`a redirect to "${target}" is refused`, async (t) => {
    const server = await serve(t, leadTo(target));
    await assert.rejects(client(t).get({ url: server.url }), {
      code: "bad-answer",
      message: target === "" ? /loop/ : /no web address/,
    });
  });
}

test("the message of a refused redirect carries no secret of its target", async (t) => {
  const server = await serve(t, leadTo(`ftp://me:${SECRET}@x/?${SECRET}`));
  await assert.rejects(client(t).get({ url: server.url }), (error: Error) => {
    return !error.message.includes(SECRET);
  });
});

test("a login in an http address is refused before anything is sent", async (t) => {
  const server = await serve(t, hello);
  const lead = await serve(t, leadTo(server.url.replace("//", `//me:${SECRET}@`)));
  const own = server.url.replace("//", `//me:${SECRET}@`);
  for (const url of [own, lead.url]) {
    await assert.rejects(client(t).get({ url }), (error: Error) => {
      assert.match(error.message, /a login is never sent over http/);
      return !error.message.includes(SECRET);
    });
  }
  assert.equal(server.seen.length, 0);
});

const netrcFor = (t: TestContext, text: string): string => {
  const path = join(tempDirectory(t), "netrc");
  writeFileSync(path, text);
  return path;
};

test("netrc is never used over http", async (t) => {
  const server = await serve(t, hello);
  const NETRC = netrcFor(t, `machine 127.0.0.1 login me password ${SECRET}\n`);
  await (await client(t, { NETRC }).get({ url: server.url })).text(9);
  assert.equal(server.seen[0]?.headers.authorization, undefined);
});

test("over https", { skip: noOpenssl }, async (t) => {
  const identity = makeIdentity();
  const withCa = (more: Env = {}) => client(t, { SSL_CERT_FILE: identity.caFile, ...more });
  const secure = (handler: RequestListener, as: Identity = identity) => serve(t, handler, as);
  const basic = (login: string) => `Basic ${Buffer.from(login).toString("base64")}`;

  await t.test("https to http is refused, http to https is not", async () => {
    const plain = await serve(t, hello);
    const down = await secure(leadTo(plain.url));
    await assert.rejects(withCa().get({ url: down.url }), {
      code: "bad-answer",
      message: /from https to http/,
    });
    assert.equal(plain.seen.length, 0);
    const up = await serve(t, leadTo((await secure(hello)).url));
    assert.equal(await (await withCa().get({ url: up.url })).text(9), "hello");
  });

  await t.test("netrc speaks for its host alone, on any port", async () => {
    const NETRC = netrcFor(t, `machine 127.0.0.1 login me password ${SECRET}\n`);
    const server = await secure(hello);
    await (await withCa({ NETRC }).get({ url: server.url })).text(9);
    await (await withCa({ NETRC }).get({ url: `https://localhost:${server.port}` })).text(9);
    await (await withCa({ NETRC, GOAUTH: "off" }).get({ url: server.url })).text(9);
    assert.deepEqual(
      server.seen.map(({ headers }) => headers.authorization),
      [basic(`me:${SECRET}`), undefined, undefined],
    );
  });

  await t.test("netrc follows a redirect to its own host only", async () => {
    const NETRC = netrcFor(t, `machine localhost login me password ${SECRET}\n`);
    const other = await secure(hello);
    const own = await secure(leadTo(other.url));
    await (await withCa({ NETRC }).get({ url: `https://localhost:${own.port}` })).text(9);
    assert.equal(own.seen[0]?.headers.authorization, basic(`me:${SECRET}`));
    assert.equal(other.seen[0]?.headers.authorization, undefined);
  });

  await t.test("a login that is badly percent-encoded is sent as it stands", async () => {
    const server = await secure(hello);
    await (await withCa().get({ url: server.url.replace("//", "//me:a%zz@") })).text(9);
    assert.equal(server.seen[0]?.headers.authorization, basic("me:a%zz"));
  });

  await t.test("a login in the address is sent over https, decoded, and never shown", async () => {
    const server = await secure((_, res) => void res.writeHead(403).end());
    const url = server.url.replace("//", `//m%40e:${SECRET}%2F@`);
    const answer = await withCa().get({ url });
    answer.discard();
    assert.equal(server.seen[0]?.headers.authorization, basic(`m@e:${SECRET}/`));
    assert.equal(answer.url, `${server.url}/`);
  });

  await t.test("an authority that is not trusted is named as the cause", async () => {
    const server = await secure(hello);
    const roots = makeIdentity();
    const stranger = client(t, { SSL_CERT_FILE: roots.caFile });
    await assert.rejects(stranger.get({ url: server.url }), (error: Error & { fix?: string }) => {
      assert.match(error.message, /an authority that this machine does not trust/);
      return /SSL_CERT_FILE/.test(error.fix ?? "");
    });
    assert.equal(server.seen.length, 0);
  });

  await t.test("a certificate for another name is refused", async () => {
    const other = makeIdentity(["DNS:other.test"]);
    const server = await secure(hello, other);
    await assert.rejects(client(t, { SSL_CERT_FILE: other.caFile }).get({ url: server.url }), {
      code: "no-network",
      message: /127\.0\.0\.1.* is for another name/,
    });
  });

  await t.test("NODE_EXTRA_CA_CERTS and SSL_CERT_DIR add authorities", async () => {
    const server = await secure(hello);
    const empty = { SSL_CERT_FILE: "/nonexistent" };
    const envs = [
      { ...empty, NODE_EXTRA_CA_CERTS: identity.caFile },
      { ...empty, SSL_CERT_DIR: `/nonexistent:${join(identity.caFile, "..")}` },
    ];
    for (const env of envs) {
      assert.equal(await (await client(t, env).get({ url: server.url })).text(9), "hello");
    }
  });
});
