import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { getCACertificates } from "node:tls";
import { tempDirectory } from "../../test/support/loopback.ts";
import { rootCertificates } from "./roots.ts";

const [FIRST = "", SECOND = "", THIRD = ""] = getCACertificates("bundled").map((pem) => pem.trim());
const unix = process.platform === "darwin" || process.platform === "win32";
const skip = unix ? "the system has a store of its own" : false;

test("file and directories replace the system's, extra ones are added, none twice", {
  skip,
}, (t) => {
  const root = tempDirectory(t);
  const put = (name: string, text: string) => {
    writeFileSync(join(root, name), text);
    return join(root, name);
  };
  const file = put("file.pem", `# first\r\n${FIRST.replaceAll("\n", "\r\n")}\r\n`);
  const extra = put("extra.pem", `${THIRD}\n${FIRST}\n`);
  const directory = tempDirectory(t);
  writeFileSync(join(directory, "any-name"), `${SECOND}\n`);
  writeFileSync(join(directory, "README"), "-----BEGIN CERTIFICATE-----\nnot base64!\n");
  const none = join(root, "none");
  const env = { SSL_CERT_FILE: file, SSL_CERT_DIR: `${none}:${directory}` };
  assert.deepEqual(rootCertificates(env), [FIRST, SECOND]);
  assert.deepEqual(rootCertificates({ ...env, NODE_EXTRA_CA_CERTS: extra }), [
    FIRST,
    SECOND,
    THIRD,
  ]);
  assert.deepEqual(rootCertificates({ ...env, SSL_CERT_FILE: none }), [SECOND]);
});

test("a machine without any roots falls back to Node's", { skip }, () => {
  const nowhere = { SSL_CERT_FILE: "/nonexistent", SSL_CERT_DIR: "/nonexistent" };
  assert.equal(rootCertificates(nowhere).length, new Set(getCACertificates("bundled")).size);
});
