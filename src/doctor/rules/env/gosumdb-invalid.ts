/**
 * GOSUMDB is off, or `KEY [URL]` where KEY is a log that Go knows by name or a verifier key
 * `name+hash+key`: the hash is the first 4 bytes of the SHA-256 of name, LF and key, in hex; the
 * key is base64 of a byte 1 and 32 bytes of Ed25519. https://pkg.go.dev/golang.org/x/mod/sumdb/note
 */
import { createHash } from "node:crypto";
import { DEFAULT_GOSUMDB } from "#model/defaults.ts";
import { quoted } from "#model/quote.ts";
import { defineRule } from "../../rule.ts";
import { faultsOf } from "../../variable.ts";

const KEY_BYTES = 33;
const ED25519 = 1;
/** Another name of the same log, which Go takes for the whole value alone. */
const ALIAS = "sum.golang.google.cn";

export const gosumdbInvalid = defineRule({
  code: "gosumdb-invalid",
  title: "GOSUMDB names no checksum database",
  why: "no module that is not yet in go.sum is taken: invalid GOSUMDB",
  group: "env",
  needs: ["environment", "goenvfile", "rc"],
  check: (sources) =>
    faultsOf("GOSUMDB", sources, (value) => {
      const fault = faultOf(value);
      return fault === undefined
        ? undefined
        : { severity: "error", says: fault, advice: "let GOSUMDB have its default" };
    }),
});

function faultOf(value: string): string | undefined {
  if (value === "" || value === "off" || value === ALIAS) return undefined;
  const [key, , ...more] = value.split(/\s+/).filter((word) => word !== "");
  if (key === undefined) return "it is blank";
  if (more.length > 0) return "it has more than two words: a key and a URL";
  return key === DEFAULT_GOSUMDB ? undefined : faultOfKey(key);
}

function faultOfKey(key: string): string | undefined {
  const shown = quoted(key, 80);
  const [, name, hash = "", encoded = ""] = /^([^+]+)\+([0-9a-f]{8})\+(.+)$/i.exec(key) ?? [];
  if (name === undefined) return `${shown} is no key, and no log that Go knows by its name`;
  const bytes = Buffer.from(encoded, "base64");
  if (bytes.length !== KEY_BYTES || bytes[0] !== ED25519 || bytes.toString("base64") !== encoded) {
    return `${shown} is no key of Ed25519 in base64`;
  }
  const own = createHash("sha256").update(`${name}\n`).update(bytes).digest("hex").slice(0, 8);
  return own === hash.toLowerCase() ? undefined : `${shown} has the hash ${own}`;
}
