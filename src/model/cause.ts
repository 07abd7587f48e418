/** The five classes of causes for which a set-up fails: by error code, and by the group of a finding. */
import { ERROR_CODES, type ErrorCode, exitOf } from "./error.ts";

export const CAUSES = ["network", "disk", "permission", "integrity", "config"] as const;

export type Cause = (typeof CAUSES)[number];

/** Codes that are neither a failure of integrity (exit 4) nor one of what somebody wrote. */
const BY_CODE: Partial<Readonly<Record<ErrorCode, Cause>>> = {
  "no-network": "network",
  "not-available": "network",
  refused: "network",
  "bad-answer": "network",
  "proof-refused": "network",
  offline: "network",
  "older-answer": "network",
  "no-space": "disk",
  io: "disk",
  "lock-timeout": "disk",
  "no-permission": "permission",
  "unsafe-home": "permission",
};

/** An error code's; `config` for a word that is none. */
export function causeOfCode(word: string): Cause {
  const code = ERROR_CODES.find((one) => one === word);
  if (code === undefined) return "config";
  return BY_CODE[code] ?? (exitOf(code) === 4 ? "integrity" : "config");
}

const BY_GROUP: Readonly<Record<string, Cause>> = {
  net: "network",
  proxy: "network",
  sumdb: "network",
  limits: "disk",
  paths: "disk",
  perms: "permission",
  lsm: "permission",
  toolchain: "integrity",
  cache: "integrity",
};

/** Of a finding, by the group of its rule. */
export function causeOfGroup(group: string): Cause {
  return BY_GROUP[group] ?? "config";
}
