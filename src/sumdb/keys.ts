/**
 * Which checksum log counts: Go's own, built in, and the GOSUMDB setting with Go's
 * meaning (https://go.dev/ref/mod#environment-variables; cmd/go modfetch/sumdb.go):
 *
 *   off                              no log; a toolchain is refused without proof
 *   sum.golang.org                   the log whose key is built in
 *   sum.golang.google.cn             the same log, reached by that host
 *   name+hash+key                    another log by its verifier key
 *   (name or key) https://host/path  reached by that URL and by nothing else
 */
import { DEFAULT_GOSUMDB } from "#model/defaults.ts";
import { GosteadError } from "#model/error.ts";
import { quote } from "./canonical.ts";
import { parseVerifierKey, type VerifierKey } from "./note.ts";

/** The key that Go ships with (cmd/go/internal/modfetch/key.go). */
export const SUM_GOLANG_ORG =
  "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8";

export type Gosumdb =
  | { readonly kind: "off" }
  | {
      readonly kind: "log";
      readonly name: string;
      readonly verifierKey: VerifierKey;
      /** Base URL that replaces the proxy's and the log's own. */
      readonly url?: string;
    };

const BUILT_IN_NAME = DEFAULT_GOSUMDB;
const MAINLAND_HOST = "sum.golang.google.cn";

/** Reads GOSUMDB; empty means Go's default. Throws `bad-setting` with a fix. */
export function parseGosumdb(text: string): Gosumdb {
  const setting = text.trim();
  if (setting === "off") return { kind: "off" };
  if (setting === MAINLAND_HOST) return parseGosumdb(`${BUILT_IN_NAME} https://${MAINLAND_HOST}`);
  const [log = "", url, ...more] = setting === "" ? [BUILT_IN_NAME] : setting.split(/\s+/);
  if (more.length > 0) throw refused("has more than a log and a URL");
  const verifierKey = logKey(log);
  const named = { kind: "log", name: verifierKey.name, verifierKey } as const;
  return url === undefined ? named : { ...named, url: requireUrl(url) };
}

function logKey(log: string): VerifierKey {
  if (log === BUILT_IN_NAME) return parseVerifierKey(SUM_GOLANG_ORG);
  if (!log.includes("+")) throw refused(`${quote(log)} is neither a known log nor a verifier key`);
  const key = parseVerifierKey(log);
  if (!isHostPath(key.name)) throw refused(`log name ${quote(key.name)} is not host[/path]`);
  return key;
}

/** The name becomes a URL and a directory: only what is harmless in both. */
function isHostPath(name: string): boolean {
  const [host = "", ...segments] = name.split("/");
  return (
    /^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?(:\d{1,5})?$/.test(host) &&
    segments.every((segment) => /^[A-Za-z0-9_~-][A-Za-z0-9._~-]*$/.test(segment))
  );
}

function requireUrl(url: string): string {
  const parsed = URL.parse(url);
  if (parsed === null || !/^https?:$/.test(parsed.protocol)) {
    // Not printed: it may carry a password.
    throw refused("has a second word that is not an http or https URL");
  }
  return url;
}

function refused(why: string): GosteadError {
  return new GosteadError("bad-setting", `GOSUMDB ${why}`, {
    fix: "unset GOSUMDB, or set it to sum.golang.org or to a log's whole name+hash+key",
  });
}
