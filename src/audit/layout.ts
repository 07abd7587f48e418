/** The files of the audit log below GOSTEAD_HOME, and what every part of this room is given. */
import { join } from "node:path";
import type { Home } from "#host/paths.ts";

export interface AuditFiles {
  readonly directory: string;
  /** The events, one a line. */
  readonly log: string;
  /** Signed heads, one note after the other. */
  readonly heads: string;
  /** The private key (PKCS #8, PEM), for its owner only. */
  readonly key: string;
  /** What names are hashed with, for its owner only. */
  readonly salt: string;
  /** The verifier key that belongs to it, in the notes' own spelling. */
  readonly publicKey: string;
  /** Held by whoever writes any of these. */
  readonly lock: string;
}

export function auditFiles({ audit, locks }: Pick<Home, "audit" | "locks">): AuditFiles {
  return {
    directory: audit,
    log: join(audit, "log.jsonl"),
    heads: join(audit, "heads"),
    key: join(audit, "key"),
    salt: join(audit, "salt"),
    publicKey: join(audit, "key.pub"),
    lock: join(locks, "audit.lock"),
  };
}
