// The module proxy that this machine really uses, whichever it is: its name is neither written nor printed here.
import assert from "node:assert/strict";
import test from "node:test";
import { diagnose } from "../support/diagnose.ts";
import { networkEnv, reasonToSkip } from "../support/network.ts";

interface Page {
  readonly status: number;
  readonly ms: number;
}

test("the real proxy passes, with measured times", { skip: reasonToSkip() }, async () => {
  const found = await diagnose(["net", "proxy", "sumdb", "--timeout", "10"], { env: networkEnv() });
  assert.ok(found.codes.length === 0, `findings: ${found.codes.join()}`);
  assert.equal(found.exit, 0);
  const { connect, pages, dns } = found.network.elements[0].answer;
  assert.ok(connect.connectMs >= 0 && connect.handshakeMs > 0 && connect.handshakeMs < 20_000);
  assert.ok(dns === null || dns.answered > 0 || dns.system.length > 0);
  const all: Record<string, Page> = pages;
  const names = Object.keys(all).sort();
  assert.deepEqual(names, ["info", "list", "log", "mod", "toolchains", "zip"]);
  for (const [name, { ms }] of Object.entries(all)) assert.ok(ms > 0 && ms < 20_000, name);
  // A proxy need not pass the log on, nor serve parts; it has the public modules.
  for (const name of ["list", "info", "mod"]) assert.equal(all[name]?.status, 200, name);
});
