/** The key that signs this log's heads: made at first use, readable by its owner alone. */
import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
} from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { atomicWrite } from "#host/sync.ts";
import type { AuditFiles } from "./layout.ts";
import { parseVerifier, verifierText } from "./note.ts";

/**
 * Makes the key when there is none. Gives the new verifier key, undefined when
 * there was one. The caller holds the lock. Throws `no-space`, `no-permission` or `io`.
 */
export async function ensureKey(files: AuditFiles): Promise<string | undefined> {
  if (existsSync(files.key)) return undefined;
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  const text = verifierText(publicKey);
  await atomicWrite(files.publicKey, `${text}\n`);
  // Last: a key that is there has its public half beside it.
  const pem = privateKey.export({ type: "pkcs8", format: "pem" });
  await atomicWrite(files.key, pem, { mode: 0o600 });
  return text;
}

/** The private key; undefined when it cannot be read or is none: then nothing is signed. */
export function readKey(files: AuditFiles): KeyObject | undefined {
  try {
    const key = createPrivateKey(readFileSync(files.key));
    return createPublicKey(key).asymmetricKeyType === "ed25519" ? key : undefined;
  } catch {
    return undefined;
  }
}

/** The verifier key beside the private one; undefined when there is none in its one spelling. */
export function readVerifier(files: AuditFiles): string | undefined {
  try {
    return parseVerifier(readFileSync(files.publicKey, "utf8").trimEnd())?.text;
  } catch {
    return undefined;
  }
}
