import assert from "node:assert/strict";
import type { ServerResponse } from "node:http";
import { type TestContext, test } from "node:test";
import { openHttp } from "#host/fetch.ts";
import { GosteadError } from "#model/error.ts";
import { type Loopback, serve } from "../../test/support/loopback.ts";
import { getBytes, isAbsent, openRoute, type Route, throughHops } from "./route.ts";

type Say = (response: ServerResponse) => void;

const status =
  (code: number, text = ""): Say =>
  (response) =>
    void response.writeHead(code).end(text);
const cut: Say = (response) => {
  response.writeHead(200, { "content-length": 10 });
  response.write("12345", () => response.destroy());
};

const WANTED = { what: "the list", maxBytes: 100 };

/** One server a word of `says`; the route that names them joined by `separator`. */
async function hops(t: TestContext, separator: string, says: readonly Say[]) {
  const http = openHttp({});
  t.after(() => http.close());
  const servers: Loopback[] = [];
  for (const say of says) servers.push(await serve(t, (_, response) => say(response)));
  const route = openRoute(http, servers.map(({ url }) => url).join(separator));
  const ask = () =>
    throughHops(route, async (base) => {
      const bytes = await getBytes(route, { ...WANTED, url: `${base}/x` });
      return Buffer.from(bytes).toString();
    });
  return { ask, asked: () => servers.map(({ seen }) => seen.length) };
}

const code = (wanted: string) => (error: unknown) =>
  error instanceof GosteadError && error.code === wanted;

for (const absent of [404, 410]) {
  test(`${absent}: both separators go on to the next proxy`, async (t) => {
    for (const separator of [",", "|"]) {
      const { ask, asked } = await hops(t, separator, [status(absent), status(200, "here")]);
      assert.equal(await ask(), "here");
      assert.deepEqual(asked(), [1, 1]);
    }
  });
}

for (const failed of [400, 401, 403]) {
  test(`${failed}: a comma stops, a bar goes on`, async (t) => {
    const comma = await hops(t, ",", [status(failed), status(200, "here")]);
    await assert.rejects(comma.ask(), (error) => !isAbsent(error));
    assert.deepEqual(comma.asked(), [1, 0]);
    const bar = await hops(t, "|", [status(failed), status(200, "here")]);
    assert.equal(await bar.ask(), "here");
  });
}

test("the last failure is the one that is told, and absent everywhere is absent", async (t) => {
  const { ask } = await hops(t, "|", [status(403), status(404)]);
  await assert.rejects(ask(), isAbsent);
  const other = await hops(t, "|", [status(404), status(403)]);
  await assert.rejects(other.ask(), code("refused"));
});

test("a proxy that cannot be reached: a comma stops, a bar goes on", async (t) => {
  const http = openHttp({});
  t.after(() => http.close());
  const { url } = await serve(t, (_, response) => void response.end("here"));
  const via = (list: string) => {
    const route = openRoute(http, list);
    return throughHops(route, (base) => getBytes(route, { ...WANTED, url: `${base}/x` }));
  };
  await assert.rejects(via(`http://127.0.0.1:1,${url}`), code("no-network"));
  assert.equal(Buffer.from(await via(`http://127.0.0.1:1|${url}`)).toString(), "here");
});

const routeOf = (list: string): Route => openRoute(openHttp({}), list);

test("an integrity error never goes on, whatever the separator", async () => {
  for (const integrity of ["hash-mismatch", "bad-zip", "bad-proof", "log-fork"] as const) {
    const seen: string[] = [];
    const attempt = throughHops(routeOf("https://a.example|https://b.example"), async (base) => {
      seen.push(base);
      throw new GosteadError(integrity, "it lies");
    });
    await assert.rejects(attempt, code(integrity));
    assert.deepEqual(seen, ["https://a.example"]);
  }
});

test("direct is passed over and off ends the list: neither carries toolchains", async () => {
  const seen: string[] = [];
  const absent = async (base: string): Promise<never> => {
    seen.push(base);
    throw new GosteadError("not-available", "absent");
  };
  await assert.rejects(throughHops(routeOf("https://a.example,direct"), absent), isAbsent);
  await assert.rejects(throughHops(routeOf("https://a.example,off"), absent), isAbsent);
  assert.deepEqual(seen, ["https://a.example", "https://a.example"]);
  for (const list of ["direct", "off"]) {
    await assert.rejects(throughHops(routeOf(list), absent), code("offline"));
  }
});

test("what may pass is tried again: 503, and a body that is cut", async (t) => {
  for (const trouble of [status(503), cut]) {
    let first = true;
    const { ask, asked } = await hops(t, ",", [
      (response) => {
        const say = first ? trouble : status(200, "here");
        first = false;
        say(response);
      },
    ]);
    assert.equal(await ask(), "here");
    assert.deepEqual(asked(), [2]);
  }
});

test("an answer that is too long is no answer, and is not tried again", async (t) => {
  const { ask, asked } = await hops(t, ",", [status(200, "x".repeat(101))]);
  await assert.rejects(ask(), code("bad-answer"));
  assert.deepEqual(asked(), [1]);
});
