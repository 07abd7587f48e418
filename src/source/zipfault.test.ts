// What a proxy can do wrong with a zip before any of its content counts.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { test } from "node:test";
import type { Lie } from "../../test/support/goproxy.ts";
import {
  html,
  ignoreRange,
  ON,
  redirect,
  status,
  truncate,
  wrongRange,
} from "../../test/support/lies.ts";
import { bytesOf, code, opened } from "../../test/support/zipcase.ts";
import { openRoute } from "./route.ts";

test("after a proxy that failed half way the next one's zip has the place", async (t) => {
  const bad = await opened(t, [ignoreRange(ON.zip), status(/nothing/, 500)]);
  bad.proxy.lie(truncate(ON.zip, 90_000));
  const good = await opened(t, [ignoreRange(ON.zip)]);
  const { http } = good.engine.route();
  const zip = await good.open(openRoute(http, `${bad.proxy.url}|${good.proxy.url}`));
  assert.equal(zip.source, `${good.proxy.url}/`);
  assert.ok((await bytesOf(zip, 0, good.whole.length)).equals(good.whole));
});

const sized = (code: number, headers: Record<string, string>): Lie => ({
  on: ON.zip,
  answer: () => ({ status: code, headers, body: Buffer.alloc(10) }),
});

test("a zip of more than 512 MiB is refused before it comes", async (t) => {
  const huge = 512 * 2 ** 20 + 1;
  const range = { "content-range": `bytes ${huge - 1_450_000}-${huge - 1}/${huge}` };
  const ranged: Lie = {
    on: ON.zip,
    answer: () => ({ status: 206, headers: range, body: Buffer.alloc(1_450_000) }),
  };
  const { open } = await opened(t, [ranged]);
  await assert.rejects(open(), code("bad-answer", /536870913 bytes/));
  const whole: Lie = {
    on: ON.zip,
    answer: (answer) => ({
      ...answer,
      deliver: (response) => {
        response.writeHead(200, { "content-length": huge });
        response.write(Buffer.alloc(1000));
      },
    }),
  };
  const other = await opened(t, [whole]);
  await assert.rejects(other.open(), code("bad-answer", /536870913 bytes/));
});

test("absent, refused and strange answers have their own codes", async (t) => {
  for (const [lie, wanted] of [
    [status(ON.zip, 404), "not-available"],
    [status(ON.zip, 403), "refused"],
    [status(ON.zip, 301), "bad-answer"],
    [redirect(ON.zip, "ftp://elsewhere.example/"), "bad-answer"],
    [wrongRange(ON.zip, -7, "sent"), "bad-answer"],
    [sized(206, {}), "bad-answer"],
  ] as const) {
    const { open, spool } = await opened(t, [lie]);
    await assert.rejects(open(), code(wanted), wanted);
    assert.ok(!existsSync(spool));
  }
  assert.ok(
    (await (await opened(t, [html(ON.zip)])).open()).size < 100,
    "zip.ts judges no content",
  );
});

test("an abort ends the transfers under way and those to come", async (t) => {
  const { open, abort } = await opened(t);
  const zip = await open();
  const reading = bytesOf(zip, 0, 1_000_000);
  abort.abort();
  await assert.rejects(reading, { name: "AbortError" });
  await assert.rejects(bytesOf(zip, 0, 10), { name: "AbortError" });
});
