// Secrets (security S18): a password in netrc, a login in a URL, a token in its query and
// one in the place a redirect leads to are used where they belong, and stand afterwards
// nowhere: not in what was printed, not in a file of the home, whatever went wrong.
import assert from "node:assert/strict";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { arenaLog } from "../support/arena.ts";
import { hasOpenssl, makeCertificate } from "../support/certificate.ts";
import { type Lie, startProxy } from "../support/goproxy.ts";
import { type Home, names, type Ran, runGostead, withHome } from "../support/home.ts";
import { flip, html, needAuth, ON, redirect, status, truncate } from "../support/lies.ts";
import { toyToolchain } from "../support/toolchain.ts";
import { alter, flipped, treeOf } from "../support/tree.ts";

const skip = hasOpenssl ? false : "no openssl on PATH";

const NETRC = "netrc-secret-4711";
const LOGIN = "url%2Fsecret-4712";
const TOKEN = "query-secret-4713";
const PLACE = "place-secret-4714";

/** Each also as it might be written down: decoded, in base64, in a header. */
const FORMS = [NETRC, LOGIN, decodeURIComponent(LOGIN), TOKEN, PLACE].flatMap((secret) => [
  secret,
  ...["user:", ""].map((user) =>
    Buffer.from(user + secret)
      .toString("base64")
      .replace(/..$/, ""),
  ),
]);

async function assertNowhere(home: Home, ran: Ran, what: string): Promise<void> {
  const files = (await names(home.gostead)).map((name) => join(home.gostead, name));
  const texts = files
    .filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile())
    .map((path) => [path, readFileSync(path, "latin1")] as const);
  for (const [place, text] of [...texts, ["output", ran.stdout + ran.stderr] as const]) {
    for (const form of FORMS)
      assert.ok(!text.includes(form), `${what}: ${form} in ${place}: ${text.slice(0, 2000)}`);
  }
}

const ARGS = [
  ["install", "1.22.6"],
  ["install", "--json", "1.22.6"],
  ["list", "--remote"],
  ["sumdb", "check"],
];

const FAULTS: readonly (readonly [what: string, lie: Lie])[] = [
  ["401", status(ON.all, 401)],
  ["403", status(ON.all, 403, { text: "no\n" })],
  ["404", status(ON.all, 404)],
  ["a page", html(ON.all)],
  ["a redirect elsewhere", redirect(ON.all, `https://127.0.0.1:1/x?token=${PLACE}`)],
  ["a redirect with a login", redirect(ON.all, `https://user:${PLACE}@127.0.0.1:1/x`)],
  ["a redirect to http", redirect(ON.all, `http://127.0.0.1:1/x?token=${PLACE}`)],
  ["a record cut short", truncate(ON.lookup, 10)],
  ["a flipped byte", flip(ON.zip)],
];

test("secrets stand nowhere, whatever went wrong", { skip }, async () => {
  await withHome(async (home) => {
    const tls = makeCertificate(home.root);
    const log = arenaLog();
    const proxy = await startProxy({ log, toolchains: [toyToolchain("1.22.6")], tls });
    const netrc = join(home.root, "netrc");
    writeFileSync(netrc, `machine 127.0.0.1 login user password ${NETRC}\n`, { mode: 0o600 });
    const rest = {
      GOSUMDB: log.verifierKey,
      SSL_CERT_FILE: tls.path,
      SSL_CERT_DIR: home.tmp,
      NETRC: netrc,
    };
    const withLogin = proxy.url.replace("://", `://user:${LOGIN}@`);
    const proxies = [
      proxy.url,
      withLogin,
      `${proxy.url}/?token=${TOKEN}`,
      `${withLogin},https://user:${LOGIN}@127.0.0.1:1`,
    ];
    const run = async (what: string, args: readonly string[], GOPROXY: string) => {
      const env = { ...rest, GOPROXY };
      const ran = await runGostead(args, { home, env, timeoutMs: 30_000 });
      await assertNowhere(home, ran, `${what}: ${args.join(" ")}`);
      return ran;
    };
    try {
      for (const [index, [what, lie]] of FAULTS.entries()) {
        const told = proxy.lie(lie);
        const ran = await run(what, ARGS[index % 2]!, proxies[index % proxies.length]!);
        assert.notEqual(ran.code, 0, what);
        told.stop();
      }
      const asked = proxy.requests.map(({ headers }) => headers.authorization);
      assert.ok(
        asked.some((login) => login !== undefined),
        "no login was ever used",
      );
      proxy.lie(needAuth(ON.all, "user", decodeURIComponent(LOGIN)));
      for (const args of ARGS) assert.equal((await run("well", args, withLogin)).code, 0);
      alter(join(treeOf(home, "1.22.6"), "bin/go"), flipped);
      assert.equal((await run("repair", ["verify", "1.22.6", "--repair"], withLogin)).code, 0);
      await run("nobody there", ["verify", "-v", "1.22.6"], withLogin);
    } finally {
      await proxy.close();
    }
    await run("nobody listens", ["install", "-v", "1.22.5"], withLogin);
  });
});
