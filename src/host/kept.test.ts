import assert from "node:assert/strict";
import test from "node:test";
import { restoreKept } from "./kept.ts";

test("what the launcher kept has its own name again, and nothing else changes", () => {
  const env = {
    PATH: "/bin",
    GOSTEAD_KEEP_NODE_OPTIONS: "--require ./x.js",
    GOSTEAD_KEEP_OPENSSL_CONF: "/etc/ssl/own.cnf",
    GOSTEAD_KEEP_PATH: "/evil",
    GOSTEAD_KEEP_: "x",
    NODE_EXTRA_CA_CERTS: "/ca.pem",
  };
  assert.deepEqual(restoreKept(env), {
    PATH: "/bin",
    NODE_OPTIONS: "--require ./x.js",
    OPENSSL_CONF: "/etc/ssl/own.cnf",
    GOSTEAD_KEEP_PATH: "/evil",
    GOSTEAD_KEEP_: "x",
    NODE_EXTRA_CA_CERTS: "/ca.pem",
  });
});
