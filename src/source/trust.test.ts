import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type TestContext, test } from "node:test";
import { goEnvFile } from "#host/env.ts";
import { GosteadError } from "#model/error.ts";
import { makeLog } from "../../test/support/log.ts";
import { tempDirectory } from "../../test/support/loopback.ts";
import { logTrust } from "./trust.ts";

/** Go's own key, from cmd/go/internal/modfetch/key.go. */
const GO_KEY = "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8";
const OWN_KEY = makeLog({ name: "log.gostead.test", seed: "trust" }).verifierKey;

/** An environment whose user has this text in the file that `go env -w` writes. */
function userFile(t: TestContext, text: string): { HOME: string } {
  const env = { HOME: tempDirectory(t) };
  const path = goEnvFile(env) ?? "";
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  return env;
}

const refused = (words: RegExp) => (error: unknown) =>
  error instanceof GosteadError && error.code === "proof-refused" && words.test(error.message);

test("nobody says anything: Go's own log, under the built-in key", () => {
  for (const env of [{}, { GOSUMDB: "" }, { GOSUMDB: "sum.golang.org" }]) {
    assert.deepEqual(logTrust(env), {
      name: "sum.golang.org",
      verifierKey: GO_KEY,
      origin: "built-in",
    });
  }
});

test("the same log by another road keeps the key and its origin", () => {
  const china = logTrust({ GOSUMDB: "sum.golang.google.cn" });
  assert.deepEqual([china.verifierKey, china.origin], [GO_KEY, "built-in"]);
  assert.equal(china.url, "https://sum.golang.google.cn");
  const mirrored = logTrust({ GOSUMDB: "sum.golang.org https://mirror.example/sumdb" });
  assert.deepEqual([mirrored.verifierKey, mirrored.origin], [GO_KEY, "built-in"]);
});

test("another key is used, and it is known who said so", (t) => {
  const fromEnv = logTrust({ GOSUMDB: OWN_KEY });
  assert.deepEqual(fromEnv, { name: "log.gostead.test", verifierKey: OWN_KEY, origin: "env" });
  const env = userFile(t, `GOSUMDB=${OWN_KEY}\n`);
  assert.equal(logTrust(env).origin, "user");
  assert.equal(logTrust({ ...env, GOSUMDB: "sum.golang.org" }).origin, "built-in");
});

test("a file that GOENV names speaks for the environment, not for the user", (t) => {
  const file = join(tempDirectory(t), "env");
  writeFileSync(file, `GOSUMDB=${OWN_KEY}\n`);
  assert.deepEqual(
    [logTrust({ GOENV: file }).verifierKey, logTrust({ GOENV: file }).origin],
    [OWN_KEY, "env"],
  );
  assert.equal(
    logTrust({ ...userFile(t, `GOSUMDB=${OWN_KEY}\n`), GOENV: "off" }).origin,
    "built-in",
  );
});

test("a proof is never switched off: GOSUMDB=off is refused with what to do", (t) => {
  assert.throws(() => logTrust({ GOSUMDB: "off" }), refused(/GOSUMDB=off/));
  assert.throws(() => logTrust(userFile(t, "GOSUMDB=off\n")), refused(/GOSUMDB=off/));
  assert.throws(
    () => logTrust({ GOSUMDB: "off" }),
    (error) => error instanceof GosteadError && /unset GOSUMDB/.test(error.fix ?? ""),
  );
});

test("GONOSUMDB is refused exactly when it covers golang.org/toolchain", (t) => {
  const covers = ["golang.org/toolchain", "golang.org", "*", "golang.org/*", "*.corp,golang.org/"];
  for (const pattern of [...covers, "x.example,gola*.org/tool*"]) {
    assert.throws(() => logTrust({ GONOSUMDB: pattern }), refused(/GONOSUMDB=/), pattern);
  }
  assert.throws(() => logTrust(userFile(t, "GONOSUMDB=golang.org\n")), refused(/GONOSUMDB/));
  const others = ["golang.org/x", "golang.org/toolchain/x", "*.golang.org", "[", "golang", ","];
  for (const pattern of others) assert.equal(logTrust({ GONOSUMDB: pattern }).origin, "built-in");
});

test("GOPRIVATE asks for no proof-less toolchain: it is proven all the same", () => {
  assert.equal(logTrust({ GOPRIVATE: "*" }).origin, "built-in");
});

test("a GOSUMDB that cannot be read is no default", () => {
  for (const GOSUMDB of ["sum.example", `${OWN_KEY}x`, `${OWN_KEY} ftp://x`, "a b c", "OFF"]) {
    assert.throws(
      () => logTrust({ GOSUMDB }),
      (error) => error instanceof GosteadError && error.code === "bad-setting",
      GOSUMDB,
    );
  }
});
