// doctor net and proxy over the ways that a company's network leads: a forward proxy that tunnels or refuses,
// a login from netrc, IPv6, a path below the host, and pages and clocks that are not the module proxy's.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { diagnose } from "../support/diagnose.ts";
import { type Lie, startProxy } from "../support/goproxy.ts";
import * as lies from "../support/lies.ts";
import { makeLog } from "../support/log.ts";
import {
  type Identity,
  makeIdentity,
  noOpenssl,
  serve,
  serveProxy,
  tempDirectory,
} from "../support/loopback.ts";
import { toyToolchain } from "../support/toolchain.ts";

const ALL = /./;

async function honest(t: TestContext, identity?: Identity, ...told: Lie[]) {
  const log = makeLog({ name: "log.gostead.test", seed: "network" });
  const tls = identity && { key: Buffer.from(identity.key), cert: Buffer.from(identity.cert) };
  const toolchains = [toyToolchain("1.22.6")];
  const proxy = await startProxy({ log, toolchains, ...(tls && { tls }) });
  t.after(() => proxy.close());
  for (const lie of told) proxy.lie(lie);
  return { ...proxy, env: { GOPROXY: proxy.url, GOSUMDB: log.verifierKey } };
}

test("a proxy as it should be passes every check", async (t) => {
  const found = await diagnose(["net", "proxy"], await honest(t));
  assert.deepEqual(found.codes, []);
  const { pages } = found.network.elements[0].answer;
  const status = Object.entries(pages).map(([name, page]) => `${name} ${(page as Page).status}`);
  assert.deepEqual(status.sort(), [
    "info 200",
    "list 200",
    "log 200",
    "mod 200",
    "toolchains 200",
    "zip 206",
  ]);
});

interface Page {
  readonly status: number;
}

test("a forward proxy tunnels to a name that only it knows", { skip: noOpenssl }, async (t) => {
  const identity = makeIdentity(["DNS:goproxy.test"], { from: -1, to: 90 });
  const { url, env } = await honest(t, identity);
  const forward = await serveProxy(t);
  const found = await diagnose(["net", "proxy"], {
    env: {
      ...env,
      GOPROXY: url.replace("127.0.0.1", "goproxy.test"),
      SSL_CERT_FILE: identity.caFile,
      HTTPS_PROXY: forward.url.replace("//", "//user:S3CRET@"),
    },
  });
  assert.deepEqual(found.codes, []);
  assert.equal(found.network.elements[0].answer.connect.via, `${forward.url}/`);
  assert.ok(forward.asked.every((line) => line.startsWith("CONNECT goproxy.test:")));
  assert.ok(!JSON.stringify(found).includes("S3CRET"));
});

test("a forward proxy that answers 407", async (t) => {
  const forward = await serveProxy(t, 407);
  const https = await diagnose(["net"], {
    env: { GOPROXY: "https://goproxy.test", HTTPS_PROXY: forward.url },
  });
  assert.deepEqual(https.codes, ["forward-proxy-refuses"]);
  assert.match(https.said("forward-proxy-refuses"), /it answered 407 to CONNECT/);
  assert.match(https.findings[0]?.advice ?? "", /user:password@/);
  const plain = await diagnose(["net", "proxy"], {
    env: { GOPROXY: "http://goproxy.test", HTTP_PROXY: forward.url },
  });
  assert.deepEqual(plain.codes, ["forward-proxy-refuses"]);
  assert.match(plain.said("forward-proxy-refuses"), /answered 407/);
});

test("a forward proxy that is not there; NO_PROXY goes past it", async (t) => {
  const { url, env } = await honest(t);
  const GOPROXY = url.replace("127.0.0.1", "goproxy.test");
  const HTTP_PROXY = "http://127.0.0.1:1";
  const gone = await diagnose(["net"], { env: { ...env, GOPROXY, HTTP_PROXY } });
  assert.deepEqual(gone.codes, ["forward-proxy-refuses"]);
  assert.match(gone.said("forward-proxy-refuses"), /ECONNREFUSED/);
  const past = await diagnose(["net"], {
    env: { ...env, GOPROXY, HTTP_PROXY, NO_PROXY: "goproxy.test" },
  });
  assert.deepEqual(past.codes, ["dns-fails"]);
});

test("a login from netrc is sent over https, and said", { skip: noOpenssl }, async (t) => {
  const identity = makeIdentity(["IP:127.0.0.1"], { from: -1, to: 90 });
  const { env } = await honest(t, identity, lies.needAuth(ALL, "me", "S3CRET"));
  const https = { ...env, SSL_CERT_FILE: identity.caFile };
  const without = await diagnose(["proxy"], { env: https });
  assert.deepEqual(without.codes, ["goproxy-refuses"]);
  assert.match(without.said("goproxy-refuses"), /answered 401\n.*no login was sent/s);
  const NETRC = join(tempDirectory(t), "netrc");
  writeFileSync(NETRC, "machine 127.0.0.1 login me password S3CRET\n", { mode: 0o600 });
  const found = await diagnose(["net", "proxy"], { env: { ...https, NETRC } });
  assert.deepEqual(found.codes, []);
  assert.equal(found.network.elements[0].answer.login, "netrc");
  assert.ok(!JSON.stringify(found).includes("S3CRET"));
});

test("a machine with IPv6 alone", async (t) => {
  const { url, env } = await honest(t);
  const server = createServer(onwardTo(url));
  const bound = await new Promise<boolean>((done) => {
    server.once("error", () => done(false));
    server.listen(0, "::1", () => done(true));
  });
  if (!bound) return t.skip("no IPv6 loopback here");
  t.after(() => server.close().closeAllConnections());
  const { port } = server.address() as AddressInfo;
  const found = await diagnose(["net", "proxy"], {
    env: { ...env, GOPROXY: `http://[::1]:${port}` },
  });
  assert.deepEqual(found.codes, []);
  const { dns, connect } = found.network.elements[0].answer;
  assert.equal(dns, null);
  assert.equal(connect.address, "::1");
});

/** What it is asked below `prefix` it asks `url`; nothing else is there. */
function onwardTo(url: string, prefix = ""): RequestListener {
  return async (req, res) => {
    const path = req.url ?? "";
    if (!path.startsWith(`${prefix}/`)) return void res.writeHead(404).end("nothing here\n");
    const { range } = req.headers;
    const answer = await fetch(`${url}${path.slice(prefix.length)}`, {
      headers: { ...(range && { range }), "accept-encoding": "identity" },
    });
    const headers = Object.fromEntries(answer.headers);
    delete headers.connection;
    res.writeHead(answer.status, headers).end(Buffer.from(await answer.arrayBuffer()));
  };
}

test("a path below the host is part of the address", async (t) => {
  const { url, env } = await honest(t);
  const server = await serve(t, onwardTo(url, "/api/go/public"));
  const right = await diagnose(["net", "proxy"], {
    env: { ...env, GOPROXY: `${server.url}/api/go/public/` },
  });
  assert.deepEqual(right.codes, []);
  assert.equal(right.network.elements[0].url, `${server.url}/api/go/public`);
  const wrong = await diagnose(["net", "proxy"], {
    env: { ...env, GOSUMDB: "off", GOPROXY: `${server.url},direct` },
  });
  assert.deepEqual(wrong.codes, ["goproxy-empty"]);
  assert.match(
    wrong.said("goproxy-empty"),
    /a comma follows it: after 404 or 410 go asks direct next/,
  );
});

test("a captive portal, there and at the end of a redirect", async (t) => {
  const page = await diagnose(["net", "proxy"], await honest(t, undefined, lies.html(ALL)));
  assert.deepEqual(page.codes, ["captive-portal"]);
  const portal = await serve(t, (_, res) => {
    res.writeHead(200, { "content-type": "text/html" }).end("<html>log in</html>");
  });
  const led = await diagnose(["net"], await honest(t, undefined, lies.redirect(ALL, portal.url)));
  assert.deepEqual(led.codes, ["captive-portal"]);
  assert.ok(led.said("captive-portal").includes(`it leads to ${portal.url}`));
});

test("429 with Retry-After, in seconds", async (t) => {
  const busy = lies.status(ALL, 429, { headers: { "retry-after": "17" } });
  const found = await diagnose(["net", "proxy"], await honest(t, undefined, busy));
  assert.deepEqual(found.codes, ["goproxy-busy"]);
  assert.match(found.said("goproxy-busy"), /answered 429, and asks to wait 17 s/);
});

test("the server's clock is ten minutes ahead, or four behind", async (t) => {
  const dated = (seconds: number): Lie => ({
    on: ALL,
    answer: (answer) => {
      const date = new Date(Date.now() + seconds * 1000).toUTCString();
      return { ...answer, headers: { ...answer.headers, date } };
    },
  });
  const found = await diagnose(["net"], await honest(t, undefined, dated(600)));
  assert.deepEqual(found.codes, ["clock-skew"]);
  assert.match(found.said("clock-skew"), /^(59\d|60\d) s behind http:/);
  const near = await diagnose(["net"], await honest(t, undefined, dated(-240)));
  assert.deepEqual(near.codes, []);
});

test("what Go does after an answer that is none: comma, bar, end", async (t) => {
  const { url, env } = await honest(t, undefined, lies.status(ALL, 500));
  const after = async (rest: string) => {
    const found = await diagnose(["proxy"], { env: { ...env, GOPROXY: `${url}${rest}` } });
    assert.deepEqual(found.codes, ["goproxy-fails"]);
    return found.said("goproxy-fails");
  };
  assert.match(await after(",direct"), /a comma follows it: go stops here, as only 404 and 410/);
  assert.match(await after("|direct"), /a \| follows it: go asks direct next, after any error/);
  assert.match(await after(""), /nothing follows it in GOPROXY: go stops here/);
});

test("nobody is there; a list that cannot be read", async () => {
  const nobody = await diagnose(["net", "proxy"], { env: { GOPROXY: "http://127.0.0.1:1" } });
  assert.deepEqual(nobody.codes, ["host-unreachable"]);
  assert.match(nobody.said("host-unreachable"), /^ECONNREFUSED/);
  const bad = await diagnose(["proxy"], { env: { GOPROXY: "goproxy" } });
  assert.deepEqual(bad.codes, ["goproxy-invalid"]);
});

test("files of a version that is listed are gone; ranges are ignored", async (t) => {
  const gone = lies.status(/\.(mod|zip)$/, 404);
  const lost = await diagnose(["proxy"], await honest(t, undefined, gone));
  assert.deepEqual(lost.codes, ["goproxy-incomplete"]);
  assert.match(lost.said("goproxy-incomplete"), /\.mod answered 404\n.*\.zip answered 404/);
  const whole = await diagnose(["proxy"], await honest(t, undefined, lies.ignoreRange(/\.zip$/)));
  assert.deepEqual(whole.codes, []);
  assert.match(whole.said("goproxy-no-ranges"), /bytes 0-3 were asked for, 200 came/);
});

test("an answer that never ends is no answer, within the limit", async (t) => {
  const begun = Date.now();
  const never = await honest(t, undefined, lies.silence(/x\/text/));
  const found = await diagnose(["proxy", "--timeout", "0.5"], never);
  assert.deepEqual(found.codes, ["goproxy-fails"]);
  assert.match(found.said("goproxy-fails"), /x\/text\/@v\/list: no whole answer within 1 s/);
  assert.ok(Date.now() - begun < 10_000);
});
