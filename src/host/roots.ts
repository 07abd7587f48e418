/**
 * The certificates that TLS trusts, found as Go finds them (crypto/x509): on
 * macOS and Windows the system's own store; elsewhere the first of the known
 * bundle files that can be read, and every file of the known directories.
 * SSL_CERT_FILE replaces the file, SSL_CERT_DIR (colon separated) the
 * directories. NODE_EXTRA_CA_CERTS is added, as everywhere in Node. Node's own
 * list serves only where a system has none at all: a bare container.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createSecureContext, getCACertificates, type SecureContext } from "node:tls";
import type { Env } from "./env.ts";

const BUNDLES = [
  "/etc/ssl/certs/ca-certificates.crt",
  "/etc/pki/tls/certs/ca-bundle.crt",
  "/etc/ssl/ca-bundle.pem",
  "/etc/pki/tls/cacert.pem",
  "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
  "/etc/ssl/cert.pem",
];
const DIRECTORIES = ["/etc/ssl/certs", "/etc/pki/tls/certs"];

/** A TLS context with the roots that the environment and the system ask for. */
export function rootContext(env: Env): SecureContext {
  return createSecureContext({ ca: [...rootCertificates(env)] });
}

/** The trusted roots, each once, as PEM. */
export function rootCertificates(env: Env): readonly string[] {
  const system = hasOwnStore() ? getCACertificates("system") : unixRoots(env);
  const found = system.length > 0 ? system : getCACertificates("bundled");
  const extra = env.NODE_EXTRA_CA_CERTS;
  return [...new Set([...found, ...(extra ? certificatesIn(extra) : [])])];
}

function hasOwnStore(): boolean {
  return process.platform === "darwin" || process.platform === "win32";
}

function unixRoots(env: Env): string[] {
  const bundles = env.SSL_CERT_FILE ? [env.SSL_CERT_FILE] : BUNDLES;
  const directories = env.SSL_CERT_DIR ? env.SSL_CERT_DIR.split(":") : DIRECTORIES;
  const firstBundle = bundles.map(certificatesIn).find((found) => found.length > 0) ?? [];
  return [...new Set([...firstBundle, ...directories.flatMap(certificatesBelow)])];
}

function certificatesBelow(directory: string): string[] {
  try {
    return readdirSync(directory).flatMap((name) => certificatesIn(join(directory, name)));
  } catch {
    return [];
  }
}

/** The certificates of a PEM file without what is written around them; none when it cannot be read. */
function certificatesIn(path: string): string[] {
  try {
    const blocks = readFileSync(path, "latin1").match(
      /-----BEGIN CERTIFICATE-----[\sA-Za-z0-9+/=]+-----END CERTIFICATE-----/g,
    );
    return (blocks ?? []).map((block) => block.replace(/\r/g, ""));
  } catch {
    return [];
  }
}
