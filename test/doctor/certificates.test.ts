// doctor net against servers on loopback whose certificates are no good, each in its own way, made by openssl for this run.
import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { makeCertificate } from "../support/certificate.ts";
import { type Diagnosis, diagnose } from "../support/diagnose.ts";
import { startProxy } from "../support/goproxy.ts";
import { makeLog } from "../support/log.ts";
import {
  type Identity,
  type Lifetime,
  makeIdentity,
  noOpenssl,
  serve,
  tempDirectory,
} from "../support/loopback.ts";
import { toyToolchain } from "../support/toolchain.ts";

const skip = noOpenssl;
const HERE = ["DNS:localhost", "IP:127.0.0.1"];
/** No server here passes the log on, and go would ask the log itself. */
const NO_LOG = { GOSUMDB: "off" };

/** A module proxy that is honest, behind this certificate. */
async function behind(t: TestContext, { key, cert }: Identity): Promise<string> {
  const tls = { key: Buffer.from(key), cert: Buffer.from(cert) };
  const log = makeLog({ name: "log.gostead.test", seed: "certificates" });
  const proxy = await startProxy({ log, toolchains: [toyToolchain("1.22.6")], tls });
  t.after(() => proxy.close());
  return proxy.url;
}

async function lasting(t: TestContext, life: Lifetime): Promise<Diagnosis> {
  const identity = makeIdentity(HERE, life);
  const GOPROXY = await behind(t, identity);
  return await diagnose(["net", "proxy"], {
    env: { ...NO_LOG, GOPROXY, SSL_CERT_FILE: identity.caFile },
  });
}

test("a certificate of an authority in SSL_CERT_FILE passes, measured", { skip }, async (t) => {
  const found = await lasting(t, { from: -1, to: 90 });
  assert.deepEqual(found.codes, []);
  assert.equal(found.exit, 0);
  const { connect, pages } = found.network.elements[0].answer;
  assert.equal(connect.is, "tls");
  assert.match(connect.protocol, /^TLSv1\.[23]$/);
  assert.equal(connect.done, 3);
  assert.equal(connect.certificate.daysLeft, 89);
  assert.equal(pages.zip.status, 206);
});

test("expired, with the days since", { skip }, async (t) => {
  const found = await lasting(t, { from: -40, to: -12 });
  assert.deepEqual(found.codes, ["certificate-expired"]);
  assert.match(found.said("certificate-expired"), /^certificate expired 12 days ago$/m);
  assert.equal(found.exit, 1);
  // What the server has behind it nobody saw: that is no pass.
  assert.equal(found.outcome("goproxy-fails"), "not-applicable");
});

test("expired within the hour, and not yet begun", { skip }, async (t) => {
  const today = await lasting(t, { from: -2, to: 0 });
  assert.match(today.said("certificate-expired"), /^certificate expired today$/m);
  const later = await lasting(t, { from: 5, to: 30 });
  assert.match(later.said("certificate-expired"), /^certificate begins in 5 days$/m);
});

test("about to expire", { skip }, async (t) => {
  const found = await lasting(t, { from: -80, to: 10 });
  assert.deepEqual(found.codes, ["certificate-expires-soon"]);
  assert.match(found.said("certificate-expires-soon"), /ends in 9 days/);
  const severity = async (to: number) => {
    const { findings } = await lasting(t, { from: -60, to });
    return findings.find(({ code }) => code === "certificate-expires-soon")?.severity;
  };
  assert.equal(await severity(5), "error");
  assert.equal(await severity(29), "info");
  assert.equal(await severity(40), undefined);
});

test("for another name", { skip }, async (t) => {
  const identity = makeIdentity(["DNS:goproxy.example"], { from: -1, to: 90 });
  const GOPROXY = await behind(t, identity);
  const found = await diagnose(["net"], {
    env: { ...NO_LOG, GOPROXY, SSL_CERT_FILE: identity.caFile },
  });
  assert.deepEqual(found.codes, ["certificate-wrong-name"]);
  assert.match(found.said("certificate-wrong-name"), /DNS:goproxy\.example/);
});

test("signed by nobody that this machine trusts", { skip }, async (t) => {
  const GOPROXY = await behind(t, makeIdentity(HERE, { from: -1, to: 90 }));
  const other = makeIdentity().caFile;
  const found = await diagnose(["net"], { env: { ...NO_LOG, GOPROXY, SSL_CERT_FILE: other } });
  assert.deepEqual(found.codes, ["certificate-untrusted"]);
  const said = found.said("certificate-untrusted");
  assert.match(said, /issued by gostead TEST authority, trust nowhere/);
  assert.ok(said.includes(`those in ${other}`), said);
});

test("self-signed", { skip }, async (t) => {
  const { key, cert, path } = makeCertificate(tempDirectory(t));
  const GOPROXY = await behind(t, { key: `${key}`, cert: `${cert}`, caFile: path });
  const found = await diagnose(["net"], { env: { ...NO_LOG, GOPROXY } });
  // It lives two days, and that is said too.
  assert.deepEqual(found.codes, ["certificate-expires-soon", "certificate-untrusted"]);
  assert.match(found.said("certificate-untrusted"), /^DEPTH_ZERO_SELF_SIGNED_CERT/);
  const trusted = await diagnose(["net"], { env: { ...NO_LOG, GOPROXY, SSL_CERT_FILE: path } });
  assert.deepEqual(trusted.codes, ["certificate-expires-soon"]);
});

test("https to a server that speaks no TLS", async (t) => {
  const server = await serve(t, (_, res) => void res.end("hello"));
  const GOPROXY = server.url.replace("http:", "https:");
  const found = await diagnose(["net"], { env: { ...NO_LOG, GOPROXY } });
  assert.deepEqual(found.codes, ["tls-fails"]);
});
