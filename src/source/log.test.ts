import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { html, ON, status } from "../../test/support/lies.ts";
import { openWorks, type Works } from "../../test/support/works.ts";
import { code } from "../../test/support/zipcase.ts";
import { openLog } from "./log.ts";
import { openLogState } from "./logstate.ts";
import { openRoute } from "./route.ts";

const SUPPORTED = /\/supported$/;

function logOf(works: Works, { goproxy = works.proxy.url, url = "" } = {}) {
  const name = works.log.name;
  const state = openLogState(works.engine.home, works.engine.trust(), Date.now);
  const route = openRoute(works.engine.route().http, goproxy);
  const saveEvidence = (piece: string) => `kept ${piece}`;
  return openLog(url === "" ? { name } : { name, url }, { route, state, saveEvidence });
}

const asked = ({ proxy }: Works) => proxy.requests.map(({ path }) => path);
const textOf = (bytes: Uint8Array) => Buffer.from(bytes).toString();
const works = (t: TestContext) => openWorks(t, []);

test("the log is reached through the first proxy that carries it, which is asked once", async (t) => {
  const at = await works(t);
  const log = logOf(at);
  assert.equal(textOf(await log.readRemote("/latest")), at.log.head());
  await Promise.all([log.readRemote("/latest"), log.readRemote("/tile/8/0/000.p/50")]);
  const root = `/sumdb/${at.log.name}`;
  assert.deepEqual(asked(at).slice(0, 2), [`${root}/supported`, `${root}/latest`]);
  assert.equal(asked(at).filter((path) => SUPPORTED.test(path)).length, 1);
});

test("a proxy without the log leads to the next one that has it", async (t) => {
  const [without, having] = [await works(t), await works(t)];
  without.proxy.lie(status(ON.sumdb, 404));
  const log = logOf(having, { goproxy: `${without.proxy.url},${having.proxy.url}` });
  assert.equal(textOf(await log.readRemote("/latest")), having.log.head());
  assert.deepEqual(asked(without), [`/sumdb/${having.log.name}/supported`]);
});

test("where no proxy carries it, the log itself is asked, by https alone", async (t) => {
  const at = await works(t);
  at.proxy.lie(status(ON.sumdb, 404));
  await assert.rejects(logOf(at).readRemote("/latest"), code("no-network", /log\.gostead\.test/));
  assert.deepEqual(asked(at), [`/sumdb/${at.log.name}/supported`]);
});

test("a proxy that only fails does not count as one without the log", async (t) => {
  const at = await works(t);
  at.proxy.lie(status(ON.sumdb, 403));
  await assert.rejects(logOf(at).readRemote("/latest"), code("refused", /the checksum log/));
});

test("a URL in GOSUMDB is asked directly, whatever GOPROXY says", async (t) => {
  const at = await works(t);
  const url = `${at.proxy.url}/sumdb/${at.log.name}/`;
  const log = logOf(at, { goproxy: "off", url });
  assert.equal(textOf(await log.readRemote("/latest")), at.log.head());
  assert.deepEqual(asked(at), [`/sumdb/${at.log.name}/latest`]);
});

test("a web page, and more than a log ever says, are no answers", async (t) => {
  const at = await works(t);
  const page = at.proxy.lie(html(/latest$/));
  await assert.rejects(logOf(at).readRemote("/latest"), code("bad-answer", /web page/));
  page.stop();
  at.proxy.lie(status(/latest$/, 200, { text: "x".repeat(2 ** 20 + 1) }));
  await assert.rejects(logOf(at).readRemote("/latest"), code("bad-answer", /longer/));
});

test("evidence goes where it was told to", async (t) => {
  assert.equal(await logOf(await works(t)).saveEvidence("fork", "text"), "kept fork");
});
