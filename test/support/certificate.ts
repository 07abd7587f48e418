/**
 * A certificate for 127.0.0.1 that signs itself, made for one test by openssl:
 * no key lies in the repository and none expires. Undefined without openssl.
 */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";

export interface Certificate {
  readonly key: Buffer;
  readonly cert: Buffer;
  /** PEM file of `cert`, for SSL_CERT_FILE. */
  readonly path: string;
}

export const hasOpenssl = spawnSync("openssl", ["version"]).status === 0;

/** Writes key and certificate into `directory`. */
export function makeCertificate(directory: string): Certificate {
  const [key, path] = [join(directory, "test-key.pem"), join(directory, "test-cert.pem")];
  const request = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2";
  const about = ["-subj", "/CN=gostead TEST", "-addext", "subjectAltName=IP:127.0.0.1"];
  const into = ["-keyout", key, "-out", path];
  const { status, stderr } = spawnSync("openssl", [...request.split(" "), ...about, ...into]);
  if (status !== 0) throw new Error(`openssl: ${stderr}`);
  return { key: readFileSync(key), cert: readFileSync(path), path };
}
