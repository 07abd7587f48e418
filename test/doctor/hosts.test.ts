// doctor net beyond GOPROXY: the hosts of private modules, the checksum log's own where no proxy passes it
// on, and those of --host. Each only when a build would go there, or somebody asks.
import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { diagnose } from "../support/diagnose.ts";
import { type Lie, startProxy } from "../support/goproxy.ts";
import * as lies from "../support/lies.ts";
import { makeLog } from "../support/log.ts";
import { makeIdentity, serve } from "../support/loopback.ts";
import { mismatches } from "../support/schema.ts";
import { toyToolchain } from "../support/toolchain.ts";

const SCHEMA = new URL("../../docs/reference/schema/doctor.json", import.meta.url);
const LOG = /\/sumdb\//;

async function proxied(t: TestContext, ...told: Lie[]) {
  const log = makeLog({ name: "log.gostead.test", seed: "hosts" });
  const proxy = await startProxy({ log, toolchains: [toyToolchain("1.22.6")] });
  t.after(() => proxy.close());
  for (const lie of told) proxy.lie(lie);
  return { GOPROXY: proxy.url, GOSUMDB: log.verifierKey };
}

async function server(t: TestContext, to: number) {
  const identity = makeIdentity(["IP:127.0.0.1"], { from: -90, to });
  const { url } = await serve(t, (_, res) => res.end(), identity);
  return { url, SSL_CERT_FILE: identity.caFile };
}

test("a host of --host is reached, and its certificate judged", async (t) => {
  const env = await proxied(t);
  const { url, SSL_CERT_FILE } = await server(t, -12);
  const found = await diagnose(["net", "--host", url], { env: { ...env, SSL_CERT_FILE } });
  assert.deepEqual(found.codes, ["certificate-expired"]);
  assert.match(found.said("certificate-expired"), /expired 12 days ago.*\n--host names it$/s);
  assert.equal(found.hosts[0].role, "named");
  assert.deepEqual(mismatches(found.report, SCHEMA), []);
});

test("two hosts at once, one of them in order", async (t) => {
  const env = await proxied(t);
  const { url, SSL_CERT_FILE } = await server(t, 90);
  const named = `${url.replace("https://", "")},127.0.0.1:1`;
  const found = await diagnose(["net", "--host", named], { env: { ...env, SSL_CERT_FILE } });
  assert.deepEqual(found.codes, ["host-unreachable"]);
  assert.match(found.said("host-unreachable"), /ECONNREFUSED 127\.0\.0\.1:1/);
});

test("hosts of private modules are asked where a pattern names them whole", async (t) => {
  const env = await proxied(t);
  const GOPRIVATE = "git.gostead.test/team,*.wild.example,GIT.gostead.test/x,none";
  const found = await diagnose(["net"], { env: { ...env, GOPRIVATE } });
  assert.deepEqual(found.codes, ["dns-fails"]);
  assert.match(found.said("dns-fails"), /GOPRIVATE names it: its modules come straight from it/);
  assert.deepEqual(
    found.hosts.map(({ url }: { url: string }) => url),
    ["https://git.gostead.test"],
  );
  const all = await diagnose(["net"], { env: { ...env, GOPRIVATE, GONOPROXY: "none" } });
  assert.deepEqual([all.codes, all.hosts], [[], undefined]);
});

test("the log's own host, only where go itself would go there", async (t) => {
  const asked = async (env: Record<string, string>) => {
    const { hosts, codes } = await diagnose(["net"], { env });
    return [codes, hosts?.map(({ role }: { role: string }) => role)];
  };
  const { GOPROXY, GOSUMDB } = await proxied(t, lies.status(LOG, 404));
  assert.deepEqual(await asked({ GOPROXY, GOSUMDB }), [["dns-fails"], ["log"]]);
  assert.deepEqual(await asked({ GOPROXY, GOSUMDB: "off" }), [[], undefined]);
  const { url, SSL_CERT_FILE } = await server(t, 90);
  const there = { GOPROXY, GOSUMDB: `${GOSUMDB} ${url}`, SSL_CERT_FILE };
  assert.deepEqual(await asked(there), [[], ["log"]]);
  assert.deepEqual(await asked(await proxied(t)), [[], undefined]);
  // After 500 and a comma go asks nobody else (initBase in cmd/go/internal/modfetch/sumdb.go).
  assert.deepEqual(await asked(await proxied(t, lies.status(LOG, 500))), [[], undefined]);
});
