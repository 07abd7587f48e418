/**
 * The value of GOPROXY (cmd/go/internal/modfetch/proxy.go): entries separated by
 * `,` (go on only when the proxy says that the thing is absent) or `|` (go on
 * after any error). `direct` and `off` end the list. An entry without a scheme
 * gets https. Empty counts as unset, as everywhere in Go's environment.
 *
 *   https://a.example/go|b.example,direct
 */

import { DEFAULT_GOPROXY } from "./defaults.ts";
import { GosteadError } from "./error.ts";
import { quoted } from "./quote.ts";

export type ProxyHop =
  | {
      readonly kind: "proxy";
      /** Absolute, without a trailing slash. May hold credentials (https only): never print it raw. */
      readonly url: string;
      /** When the next hop may be tried: `end` when there is none. */
      readonly next: "absent" | "any" | "end";
    }
  | { readonly kind: "direct" }
  | { readonly kind: "off" }
  /** GONOPROXY is set: modules that match it bypass the proxies. */
  | { readonly kind: "noproxy" };

/** Throws `bad-setting`. `noProxy` is the value of GONOPROXY. */
export function parseProxyList(text: string, noProxy = ""): readonly ProxyHop[] {
  const value = text === "" ? DEFAULT_GOPROXY : text;
  const hops = endedHops(value);
  if (hops.length === 0) {
    throw badSetting(`GOPROXY ${quoted(text)} has no entries`, "unset it, or name a module proxy");
  }
  return noProxy !== "" && value !== "direct" ? [{ kind: "noproxy" }, ...hops] : hops;
}

function endedHops(value: string): ProxyHop[] {
  const hops: ProxyHop[] = [];
  for (const [, entry = "", separator = ""] of value.matchAll(/([^,|]*)([,|]|$)/g)) {
    const word = entry.trim();
    if (word === "") continue;
    if (word === "direct" || word === "off") {
      hops.push({ kind: word });
      return hops;
    }
    hops.push({ kind: "proxy", url: proxyUrl(word), next: separator === "|" ? "any" : "absent" });
  }
  const last = hops.pop();
  if (last?.kind === "proxy") hops.push({ ...last, next: "end" });
  return hops;
}

function proxyUrl(word: string): string {
  const isBareHost = /[.:/]/.test(word) && !word.includes(":/") && !word.startsWith("/");
  const text = isBareHost ? `https://${word}` : word;
  const url = /^(https?|file):\/\/[^\s\\\p{Cc}]*$/iu.test(text) ? URL.parse(text) : null;
  if (url === null) {
    const fix = "write an absolute URL with https, http or file; or direct, or off";
    throw badSetting(
      `GOPROXY has an entry that is no proxy URL: ${quoted(withoutUser(word))}`,
      fix,
    );
  }
  refuseCredentials(url);
  refuseExtras(url);
  return url.href.replace(/\/+$/, "");
}

/** cmd/go refuses them even on loopback: "refusing to pass credentials to insecure URL". */
function refuseCredentials(url: URL): void {
  if (url.protocol === "https:" || (url.username === "" && url.password === "")) return;
  throw badSetting(
    `GOPROXY has credentials for ${quoted(url.host)} in an insecure URL`,
    "use https, and keep the password in netrc",
  );
}

/** Requests have no query parameters (go help goproxy), and file URLs have a path only. */
function refuseExtras(url: URL): void {
  const extra = url.search + url.hash + (url.protocol === "file:" ? url.host : "");
  if (extra === "") return;
  throw badSetting(
    `GOPROXY has an entry with more than a path: ${quoted(`${url.protocol}//${url.host}${url.pathname}`)}`,
    "remove what follows the path (for file: three slashes, no host)",
  );
}

function withoutUser(word: string): string {
  return word.slice(word.lastIndexOf("@") + 1);
}

function badSetting(message: string, fix: string): GosteadError {
  return new GosteadError("bad-setting", message, { fix });
}
