/**
 * Connections: a pool for direct requests and one for each proxy, made when
 * first needed, as loading undici and the trusted roots costs tens of
 * milliseconds. HTTP/1.1 only: ranges in parallel want several connections.
 */
import type { SecureContext } from "node:tls";
import type { Dispatcher } from "undici";
import type { Env } from "./env.ts";

export interface ConnectSettings {
  readonly connectMs: number;
  readonly headersMs: number;
  /** Connections to one origin. */
  readonly connections: number;
}

export interface Connections {
  /** The dispatcher for a scheme and a proxy; the same one for the same two. */
  open(protocol: string, proxy: URL | undefined): Promise<Dispatcher>;
  /** Ends all connections at once. */
  close(): Promise<void>;
}

export function openConnections(env: Env, settings: ConnectSettings): Connections {
  const pools = new Map<string, Promise<Dispatcher>>();
  let roots: Promise<SecureContext> | undefined;
  const trusted = () => {
    roots ??= import("./roots.ts").then(({ rootContext }) => rootContext(env));
    return roots;
  };
  const make = async (protocol: string, proxy: URL | undefined) => {
    const encrypted = protocol === "https:" || proxy?.protocol === "https:";
    const tls = encrypted ? { secureContext: await trusted() } : {};
    return proxy === undefined ? directPool(settings, tls) : proxyPool(proxy, settings, tls);
  };
  return {
    open(protocol, proxy) {
      const key = `${protocol} ${proxy?.href ?? ""}`;
      const pool = pools.get(key) ?? make(protocol, proxy);
      pools.set(key, pool);
      return pool;
    },
    async close() {
      const open = await Promise.allSettled(pools.values());
      pools.clear();
      for (const pool of open) if (pool.status === "fulfilled") await pool.value.destroy();
    },
  };
}

type Tls = { readonly secureContext?: SecureContext };

function poolOptions({ connections, connectMs, headersMs }: ConnectSettings) {
  // The stall guard of body.ts stands in for undici's bodyTimeout, which counts a slow reader too.
  return {
    connections,
    headersTimeout: headersMs,
    bodyTimeout: 0,
    allowH2: false,
    connectTimeout: connectMs,
  };
}

async function directPool(settings: ConnectSettings, tls: Tls): Promise<Dispatcher> {
  const { default: Agent } = await import("undici/lib/dispatcher/agent.js");
  const connect = { timeout: settings.connectMs, ...tls };
  return new Agent({ ...poolOptions(settings), connect });
}

async function proxyPool(proxy: URL, settings: ConnectSettings, tls: Tls): Promise<Dispatcher> {
  // A bundled CommonJS module has no named exports.
  const { default: undici } = await import("undici");
  const connect = { timeout: settings.connectMs, ...tls };
  const uri = proxy.href.replace(/^socks5h:/, "socks5:");
  return new undici.ProxyAgent({
    ...poolOptions(settings),
    uri,
    requestTls: connect,
    proxyTls: connect,
  });
}
