/**
 * Names in the log as keyed hashes, where `audit.user: hash` asks for it: one person's events still belong together, and
 * whoever is handed the log cannot try names out on it without the salt, which stays with the key's owner.
 */
import { createHmac, randomBytes } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { codeOf } from "#host/env.ts";
import { atomicWrite } from "#host/sync.ts";
import type { Actor } from "./format.ts";
import type { AuditFiles } from "./layout.ts";

/** What stands for a name where another user's salt cannot be read. */
export const HIDDEN = "hidden";
const SALT_BYTES = 32;
const HEX_DIGITS = 16;

/**
 * The same actor without names and user id: HMAC-SHA-256 of each name, 16 digits of it, or `hidden`. The caller holds
 * the log's lock. Throws `no-space`, `no-permission` or `io`.
 */
export async function veiled(actor: Actor, { salt: path }: AuditFiles): Promise<Actor> {
  if (!existsSync(path)) await atomicWrite(path, randomBytes(SALT_BYTES), { mode: 0o600 });
  const salt = readSalt(path);
  const hide = (name: string) => (salt === undefined ? HIDDEN : hashed(salt, name));
  const who = { user: hide(actor.user), uid: -1, host: hide(actor.host) };
  return actor.sudo === undefined ? who : { ...who, sudo: hide(actor.sudo) };
}

function readSalt(path: string): Buffer | undefined {
  try {
    const salt = readFileSync(path);
    return salt.length === SALT_BYTES ? salt : undefined;
  } catch (error) {
    if (codeOf(error) === "EACCES") return undefined;
    throw error;
  }
}

function hashed(salt: Buffer, name: string): string {
  return createHmac("sha256", salt).update(name).digest("hex").slice(0, HEX_DIGITS);
}
