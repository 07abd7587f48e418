/**
 * The checksum log as the client of sumdb/ wants it: reached through the first
 * proxy that carries it (`/sumdb/<name>/supported`, cmd/go's sumdb.go), else
 * directly; state in files.
 */
import { sumdbUrl } from "#goproxy/endpoints.ts";
import { redactUrl } from "#host/text.ts";
import { GosteadError } from "#model/error.ts";
import type { LogOps } from "#sumdb/client.ts";
import type { LogState } from "./logstate.ts";
import { getBytes, isAbsent, type Route, throughHops } from "./route.ts";

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

/** What sumdb/ needs of one log. It is looked for when first asked, and then stays where it was found. */
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

async function fetchBytes(route: Route, url: string): Promise<Uint8Array> {
  const what = "the checksum log";
  const bytes = await getBytes(route, { url, what, maxBytes: MAX_ANSWER });
  const start = Buffer.from(bytes.subarray(0, 64)).toString("latin1");
  if (!/^\s*<(!doctype|html)/i.test(start)) return bytes;
  throw new GosteadError("bad-answer", `${what}: ${redactUrl(url)} answered a web page`, {
    fix: "a login page or a proxy answers in its place: check the network, then GOPROXY",
  });
}
