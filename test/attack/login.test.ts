// Logins and TLS (security S18): a proxy that wants basic auth gets it from
// netrc over https alone, never after a redirect elsewhere, and no message,
// receipt, log or evidence holds the secret. A certificate that nobody trusts
// is the end.
import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import test from "node:test";
import { arenaLog, visible } from "../support/arena.ts";
import { type Certificate, hasOpenssl, makeCertificate } from "../support/certificate.ts";
import { type GoProxy, startProxy } from "../support/goproxy.ts";
import { type Home, names, runGostead, withHome } from "../support/home.ts";
import { status as lieStatus, needAuth, ON, redirect } from "../support/lies.ts";
import type { Log } from "../support/log.ts";
import { toyToolchain, zipPath } from "../support/toolchain.ts";

const ZIP_PATH = zipPath(toyToolchain("1.22.6"));

const skip = hasOpenssl ? false : "no openssl on PATH";
const SECRET = "hunter2-secret";

interface Secure {
  readonly home: Home;
  readonly log: Log;
  readonly proxy: GoProxy;
  readonly certificate: Certificate;
  /** GOPROXY, GOSUMDB, SSL_CERT_FILE and NETRC with a login for 127.0.0.1. */
  readonly env: Record<string, string>;
}

async function withSecure(use: (secure: Secure) => Promise<void>): Promise<void> {
  await withHome(async (home) => {
    const certificate = makeCertificate(home.root);
    const log = arenaLog();
    const proxy = await startProxy({ log, toolchains: [toyToolchain("1.22.6")], tls: certificate });
    const netrc = join(home.root, "netrc");
    await writeFile(netrc, `machine 127.0.0.1 login user password ${SECRET}\n`);
    const env = {
      GOPROXY: proxy.url,
      GOSUMDB: log.verifierKey,
      SSL_CERT_FILE: certificate.path,
      SSL_CERT_DIR: home.tmp,
      NETRC: netrc,
    };
    try {
      await use({ home, log, proxy, certificate, env });
    } finally {
      await proxy.close();
    }
  });
}

/** Nothing that was written or printed holds the secret. */
async function noSecret(home: Home, printed: string): Promise<void> {
  assert.ok(!printed.includes(SECRET), printed);
  for (const name of await names(home.gostead)) {
    const content = await readFile(join(home.gostead, name)).catch(() => Buffer.alloc(0));
    assert.ok(!content.includes(SECRET), name);
  }
}

test("netrc over https opens a proxy that wants a login", { skip }, async () => {
  await withSecure(async ({ home, proxy, env }) => {
    const told = proxy.lie(needAuth(ON.all, "user", SECRET));
    const ran = await runGostead(["install", "1.22.6"], { home, env });
    assert.equal(ran.code, 0, ran.stderr);
    assert.ok(told.count > 0);
    await noSecret(home, ran.stdout + ran.stderr);
  });
});

test("a login in the URL is used, and redacted wherever the URL is kept", { skip }, async () => {
  await withSecure(async ({ home, proxy, env }) => {
    proxy.lie(needAuth(ON.all, "user", SECRET));
    const GOPROXY = proxy.url.replace("://", `://user:${SECRET}@`);
    const ran = await runGostead(["install", "1.22.6"], {
      home,
      env: { ...env, GOPROXY, NETRC: "/dev/null" },
    });
    assert.equal(ran.code, 0, ran.stderr);
    await noSecret(home, ran.stdout + ran.stderr);
  });
});

test("a wrong login is exit 3 and not printed", { skip }, async () => {
  await withSecure(async ({ home, proxy, env }) => {
    proxy.lie(needAuth(ON.all, "somebody", "else"));
    const ran = await runGostead(["install", "1.22.6"], { home, env });
    assert.equal(ran.code, 3, ran.stderr);
    assert.match(ran.stderr, /401/);
    await noSecret(home, ran.stdout + ran.stderr);
  });
});

for (const status of [401, 403, 404, 500]) {
  test(`a login in the URL is not printed when the answer is ${status}`, { skip }, async () => {
    await withSecure(async ({ home, proxy, env }) => {
      for (const on of [ON.zip, ON.list]) proxy.lie(lieStatus(on, status));
      const GOPROXY = proxy.url.replace("://", `://user:${SECRET}@`);
      for (const word of ["1.22.6", "stable"]) {
        const ran = await runGostead(["install", word], {
          home,
          env: { ...env, GOPROXY, NETRC: "/dev/null" },
        });
        assert.equal(ran.code, 3, ran.stderr);
        assert.match(ran.stderr, new RegExp(` answered ${status}`));
        await noSecret(home, ran.stdout + ran.stderr);
      }
    });
  });
}

test("a redirect from https to http is refused, and carries no login", { skip }, async () => {
  await withSecure(async ({ home, log, proxy, env }) => {
    const plain = await startProxy({ log, toolchains: [toyToolchain("1.22.6")] });
    proxy.lie(redirect(ON.zip, `${plain.url}${ZIP_PATH}`));
    try {
      const ran = await runGostead(["install", "1.22.6"], { home, env });
      assert.equal(ran.code, 3, ran.stderr);
      assert.match(ran.stderr, /https to http/);
      assert.deepEqual(plain.requests, []);
      assert.deepEqual(await visible(home), []);
    } finally {
      await plain.close();
    }
  });
});

test("a redirect to another port drops the login of the URL", { skip }, async () => {
  await withSecure(async ({ home, log, proxy, certificate, env }) => {
    const other = await startProxy({
      log,
      toolchains: [toyToolchain("1.22.6")],
      tls: certificate,
    });
    proxy.lie(redirect(ON.zip, `${other.url}${ZIP_PATH}`));
    const GOPROXY = proxy.url.replace("://", `://user:${SECRET}@`);
    try {
      const ran = await runGostead(["install", "1.22.6"], {
        home,
        env: { ...env, GOPROXY, NETRC: "/dev/null" },
      });
      assert.equal(ran.code, 0, ran.stderr);
      assert.ok(other.requests.length > 0);
      assert.ok(other.requests.every(({ headers }) => headers.authorization === undefined));
    } finally {
      await other.close();
    }
  });
});

test("a certificate that the machine does not trust is exit 3, unasked", { skip }, async () => {
  await withSecure(async ({ home, proxy, env }) => {
    const { SSL_CERT_FILE: _, ...untrusting } = env;
    const ran = await runGostead(["install", "1.22.6"], { home, env: untrusting });
    assert.equal(ran.code, 3, ran.stderr);
    assert.match(ran.stderr, /certificate/);
    assert.deepEqual(proxy.requests, []);
  });
});
