// What a network does by accident or malice: it never becomes a toolchain, is
// exit 3 when it is the network's fault, and is got over when it passes. Most of
// the time is spent waiting between attempts, so several run at once.
import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { installs, refused, survives, visible, withArena } from "../support/arena.ts";
import { type GoProxy, type Lie, startProxy } from "../support/goproxy.ts";
import { runGostead } from "../support/home.ts";
import {
  html,
  ignoreRange,
  needAuth,
  ON,
  redirect,
  redirectLoop,
  reset,
  shorten,
  status,
  truncate,
  wrongRange,
} from "../support/lies.ts";
import { toyToolchain, zipPath } from "../support/toolchain.ts";

const ZIP_PATH = zipPath(toyToolchain("1.22.6"));

const EVERYWHERE = { zip: ON.zip, lookup: ON.lookup, tile: ON.tile };

suite("transport", { concurrency: 4 }, () => {
  for (const [name, on] of Object.entries(EVERYWHERE)) {
    test(`${name}: 403 says what the server said, without control characters`, async () => {
      const text = "blocked by policy \u001b[31m42\u001b[0m\n::add-mask::x\n##vso[task]\n";
      await survives([status(on, 403, { text })], { code: 3, says: /403.*blocked by policy/ });
    });
    test(`${name}: 404 and 410 are not available`, async () => {
      await survives([status(on, 404)], { code: 3, says: /1\.22\.6|404|serves no tile/ });
      await survives([status(on, 410)], { code: 3, says: /1\.22\.6|410|serves no tile/ });
    });
    test(`${name}: a redirect loop`, async () => {
      await survives([redirectLoop(on)], { code: 3, says: /redirect/ });
    });
    test(`${name}: a redirect to another scheme`, async () => {
      await survives([redirect(on, "file:///etc/passwd")], { code: 3, says: /redirect/ });
      await survives([redirect(on, "ftp://127.0.0.1/x")], { code: 3, says: /redirect/ });
    });
    test(`${name}: 500 for ever`, async () => {
      await survives([status(on, 500)], { code: 3, says: /500/ });
    });
    test(`${name}: connections that break for ever`, async () => {
      await survives([reset(on, 10)], { code: 3, says: /127\.0\.0\.1/ });
    });
  }

  for (const [name, on] of Object.entries({ ...EVERYWHERE, latest: ON.latest })) {
    test(`${name}: 200 with a page of HTML is a captive portal, not an attack`, async () => {
      await survives([html(on)], { code: 3, says: /web page|html/i });
    });
  }

  test("a body that ends early", async () => {
    await survives([truncate(ON.zip, 1000)], { code: 3, says: /127\.0\.0\.1/ });
    await survives([truncate(ON.lookup, 10)], { code: 3, says: /127\.0\.0\.1/ });
  });

  test("a body that ends early in a zip without ranges", async () => {
    await survives([ignoreRange(ON.zip), truncate(ON.zip, 300_000)], {
      code: 3,
      says: /127\.0\.0\.1/,
    });
  });

  test("a zip that is shorter than it was, honestly announced", async () => {
    await survives([shorten(ON.zip, 300_000)], { code: 4, says: /zip/ });
  });

  test("a range that was not asked for, and says so", async () => {
    await survives([wrongRange(ON.zip, -64, "sent")], { code: 3, says: /content-range/ });
  });

  test("a range that was not asked for, and denies it", async () => {
    await survives([wrongRange(ON.zip, -64, "asked")], { code: 4, says: /zip/ });
  });

  const PASSING: readonly [what: string, lie: Lie][] = [
    ["429 with Retry-After", status(ON.zip, 429, { headers: { "retry-after": "0" } })],
    ["503", status(ON.zip, 503)],
    ["500 on a lookup", status(ON.lookup, 500)],
    ["502 on a tile", status(ON.tile, 502)],
    ["a reset midway", reset(ON.zip, 5_000)],
    ["a body that ends early", truncate(ON.zip, 5_000)],
  ];

  for (const [what, lie] of PASSING) {
    test(`once ${what}, then the truth: got over`, async () => {
      await withArena(async (arena) => {
        const told = arena.proxy.lie({ ...lie, times: 1 });
        await installs(arena, "1.22.6");
        assert.equal(told.count, 1);
      });
    });
  }

  test("a proxy without ranges installs the same", async () => {
    await withArena(async (arena) => {
      arena.proxy.lie(ignoreRange(ON.zip));
      await installs(arena, "1.22.6");
    });
  });

  /** A second double on another port, with the same log. */
  async function withSecond(
    arena: { log: Parameters<typeof startProxy>[0]["log"] },
    use: (second: GoProxy) => Promise<void>,
  ): Promise<void> {
    const toolchains = ["1.22.5", "1.22.6"].map((version) => toyToolchain(version));
    const second = await startProxy({ log: arena.log, toolchains });
    try {
      await use(second);
    } finally {
      await second.close();
    }
  }

  test("a redirect to another origin may carry bytes, as the log proves them", async () => {
    await withArena(async (arena) => {
      await withSecond(arena, async (second) => {
        const zip = arena.proxy.requests.length;
        assert.equal(zip, 0);
        arena.proxy.lie(redirect(ON.zip, `${second.url}${ZIP_PATH}`));
        await installs(arena, "1.22.6");
        assert.ok(second.requests.length > 0);
      });
    });
  });

  test("GOPROXY lists: `,` goes on after 404 only, `|` after anything", async () => {
    for (const [separator, code, lie] of [
      [",", 0, status(ON.all, 404)],
      [",", 3, status(ON.all, 403)],
      ["|", 0, status(ON.all, 403)],
      ["|", 0, status(ON.all, 500)],
    ] as const) {
      await withArena(async (arena) => {
        arena.proxy.lie(lie);
        await withSecond(arena, async (second) => {
          const env = { ...arena.env, GOPROXY: `${arena.proxy.url}${separator}${second.url}` };
          const ran = await runGostead(["install", "1.22.6"], { home: arena.home, env });
          assert.equal(ran.code, code, `${separator} ${ran.stderr}`);
        });
      });
    }
  });

  test("a login is never sent over http, and never printed", async () => {
    await withArena(async (arena) => {
      arena.proxy.lie(needAuth(ON.all, "user", "hunter2"));
      await refused(arena, { code: 3, says: /401/ });
      const url = arena.proxy.url.replace("://", "://user:hunter2@");
      const env = { ...arena.env, GOPROXY: url };
      const ran = await runGostead(["install", "1.22.6"], { home: arena.home, env });
      assert.notEqual(ran.code, 0);
      assert.doesNotMatch(ran.stdout + ran.stderr, /hunter2/);
      assert.deepEqual(await visible(arena.home), []);
      assert.ok(arena.proxy.requests.every(({ headers }) => headers.authorization === undefined));
    });
  });

  test("nobody listens", async () => {
    await withArena(async (arena) => {
      await arena.proxy.close();
      await refused(arena, { code: 3, says: /127\.0\.0\.1/ });
    });
  });
});
