/**
 * The way to modules: the GOPROXY list, tried in order as cmd/go does. `,` goes
 * on only when a proxy says the thing is absent (404, 410); `|` goes on after
 * any failure. An integrity error never goes on (security, settled a).
 */

import type { Http } from "#host/fetch.ts";
import { statusError, withRetries } from "#host/retry.ts";
import { GosteadError, isIntegrity } from "#model/error.ts";
import { type ProxyHop, parseProxyList } from "#model/proxylist.ts";

export interface Route {
  readonly http: Http;
  readonly hops: readonly ProxyHop[];
}

/** `goproxy` is the setting's value; throws `bad-setting` when it cannot be read. */
export function openRoute(http: Http, goproxy: string): Route {
  return { http, hops: parseProxyList(goproxy) };
}

/** Tries `attempt` with the base URL of each hop; throws the last error when none is left. */
export async function throughHops<T>(
  route: Route,
  attempt: (base: string) => Promise<T>,
): Promise<T> {
  let last: unknown = nothingToAsk();
  for (const hop of route.hops) {
    if (hop.kind !== "proxy") {
      if (hop.kind === "off") break;
      continue;
    }
    try {
      return await attempt(hop.url);
    } catch (error) {
      if (isIntegrity(error) || !goesOn(error, hop.next)) throw error;
      last = error;
    }
  }
  throw last;
}

/** True when the proxy said that it does not have the thing, rather than failed to answer. */
export function isAbsent(error: unknown): boolean {
  return error instanceof GosteadError && error.code === "not-available";
}

function goesOn(error: unknown, next: "absent" | "any" | "end"): boolean {
  return next === "any" || isAbsent(error);
}

function nothingToAsk(): GosteadError {
  return new GosteadError("offline", "GOPROXY names no proxy that toolchains can come from", {
    fix: "unset GOPROXY, or name a module proxy (`direct` and `off` carry no toolchains)",
  });
}

export interface Wanted {
  readonly url: string;
  /** What errors call it: never the URL, which may hold a login. */
  readonly what: string;
  /** A longer answer is none. */
  readonly maxBytes: number;
}

/** The whole body of an answer that must be 200; failures that may pass, a cut body too, are tried again. */
export function getBytes({ http }: Route, { url, what, maxBytes }: Wanted): Promise<Uint8Array> {
  return withRetries(async () => {
    const answer = await http.get({ url, maxBytes });
    if (answer.status !== 200) throw await statusError(answer, what);
    return answer.bytes(maxBytes);
  });
}
