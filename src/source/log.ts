/**
 * The checksum log as the client of sumdb/ wants it: reached through the first
 * proxy that carries it (`/sumdb/<name>/supported`, cmd/go's sumdb.go), else
 * directly; state in files.
 */
import { sumdbUrl } from "#goproxy/endpoints.ts";
import { statusError, withRetries } from "#host/retry.ts";
import type { LogOps } from "#sumdb/client.ts";
import type { LogState } from "./logstate.ts";
import { isAbsent, type Route, throughHops } from "./route.ts";

export interface LogAddress {
  readonly name: string;
  /** From GOSUMDB="key URL": asked directly, no proxy tried. */
  readonly url?: string;
}

interface LogLinks {
  readonly route: Route;
  readonly state: LogState;
  readonly saveEvidence: (name: string, text: string) => string;
}

/** Tiles have 8 KiB, lookups and heads less than one: anything longer is no answer of a log. */
const MAX_ANSWER = 1 << 20;

export function openLog(address: LogAddress, links: LogLinks): LogOps {
  let base: Promise<string> | undefined;
  return {
    ...links.state,
    readRemote: async (path) => {
      base ??= findBase(links.route, address);
      return fetchBytes(links.route, `${await base}${path}`);
    },
    saveEvidence: async (name, text) => links.saveEvidence(name, text),
  };
}

async function findBase(route: Route, address: LogAddress): Promise<string> {
  if (address.url !== undefined) return address.url.replace(/\/+$/, "");
  try {
    return await throughHops(route, async (proxy) => {
      await fetchBytes(route, sumdbUrl(proxy, address.name, "/supported"));
      return sumdbUrl(proxy, address.name, "");
    });
  } catch (error) {
    if (!isAbsent(error)) throw error;
    return `https://${address.name}`;
  }
}

function fetchBytes(route: Route, url: string): Promise<Uint8Array> {
  return withRetries(async () => {
    const answer = await route.http.get({ url, maxBytes: MAX_ANSWER });
    if (answer.status !== 200) throw await statusError(answer, "the checksum log");
    return answer.bytes(MAX_ANSWER);
  });
}
