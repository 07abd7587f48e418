// doctor net --resolver against a DNS server on loopback that loses queries.
import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { diagnose } from "../support/diagnose.ts";
import { serveDns } from "../support/dnsstub.ts";
import { serve } from "../support/loopback.ts";

async function withLoss(t: TestContext, drops: (query: number) => boolean) {
  const { port } = await serve(t, (_, res) => void res.writeHead(404).end());
  const stub = await serveDns(t, drops);
  const env = { GOSUMDB: "off", GOPROXY: `http://localhost:${port}` };
  const found = await diagnose(["net", "--resolver", stub.address], { env });
  return { found, stub };
}

test("30 % loss is unstable", async (t) => {
  const { found, stub } = await withLoss(t, (query) => query % 10 < 3);
  assert.equal(stub.count(), 20);
  assert.deepEqual(found.codes, ["dns-unstable"]);
  assert.match(found.said("dns-unstable"), /^6 of 20 lookups failed \(ETIMEOUT\)$/m);
  assert.equal(found.exit, 1);
  const { dns } = found.network.elements[0].answer;
  assert.equal(dns.answered, 14);
  assert.equal(dns.steady, true);
  assert.ok(dns.minMs >= 0 && dns.p95Ms < 1000, JSON.stringify(dns));
});

test("one lost of twenty is unstable too, none is not", async (t) => {
  const { found } = await withLoss(t, (query) => query === 7);
  assert.match(found.said("dns-unstable"), /^1 of 20 lookups failed/);
  const { found: steady } = await withLoss(t, () => false);
  assert.deepEqual(steady.codes, []);
  assert.equal(steady.outcome("dns-unstable"), "pass");
});

test("--samples says how often", async (t) => {
  const { port } = await serve(t, (_, res) => void res.writeHead(404).end());
  const stub = await serveDns(t, (query) => query % 10 === 0);
  const env = { GOSUMDB: "off", GOPROXY: `http://localhost:${port}` };
  const found = await diagnose(["net", "--resolver", stub.address, "--samples", "60"], { env });
  assert.equal(stub.count(), 120);
  assert.match(found.said("dns-unstable"), /^12 of 120 lookups failed/);
});

test("a name that nobody knows", async (t) => {
  const stub = await serveDns(t, () => true);
  const env = { GOPROXY: "http://no-such-host.invalid" };
  const found = await diagnose(["net", "--resolver", stub.address], { env });
  assert.deepEqual(found.codes, ["dns-fails"]);
  assert.match(found.said("dns-fails"), /of 20 lookups at the DNS servers 0 were answered/);
});
