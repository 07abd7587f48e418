/**
 * Which proxy a request goes through: HTTPS_PROXY, HTTP_PROXY and NO_PROXY with
 * the meaning Go gives them (golang.org/x/net/http/httpproxy). Upper case is
 * looked at first. A NO_PROXY entry is `*`, an IP address, a CIDR range or a
 * domain, each but the range with an optional port; `example.com` covers the
 * domain and all below it, `.example.com` and `*.example.com` only what is
 * below. Requests to this machine itself never use a proxy.
 */
import { BlockList, isIP } from "node:net";
import { GosteadError } from "#model/error.ts";
import type { Env } from "./env.ts";
import { redactUrl } from "./text.ts";

const DEFAULT_PORTS: Readonly<Record<string, string>> = { "http:": "80", "https:": "443" };

/** The proxy for a request to `url`, or undefined for a direct one. Throws `bad-setting` on a proxy that is none. */
export function proxyFor(env: Env, url: URL): URL | undefined {
  const name = url.protocol === "https:" ? "HTTPS_PROXY" : "HTTP_PROXY";
  const setting = either(env, name);
  if (setting === undefined || goesDirect(either(env, "NO_PROXY") ?? "", url)) return undefined;
  return parseProxy(name, setting);
}

/** True when `noProxy`, or being this machine, excludes the URL's host from proxying. */
export function goesDirect(noProxy: string, url: URL): boolean {
  const host = url.hostname.replace(/^\[|\]$/g, "").toLowerCase();
  const port = url.port || (DEFAULT_PORTS[url.protocol] ?? "");
  if (host === "localhost" || isLoopback(host)) return true;
  return noProxy.split(",").some((entry) => entryCovers(entry.trim().toLowerCase(), host, port));
}

function entryCovers(entry: string, host: string, port: string): boolean {
  if (entry === "") return false;
  if (entry === "*") return true;
  if (entry.includes("/")) return inRange(entry, host);
  const [name, wantedPort] = splitPort(entry);
  if (name === "" || (wantedPort !== "" && wantedPort !== port)) return false;
  if (isIP(name) !== 0) return isIP(host) !== 0 && sameAddress(name, host);
  const domain = name.startsWith("*.") ? name.slice(1) : name;
  if (domain.startsWith(".")) return host.endsWith(domain);
  return host === domain || host.endsWith(`.${domain}`);
}

/** `host:port` and `[v6]:port` in two; anything else is all host, as an IPv6 address has colons too. */
function splitPort(entry: string): [host: string, port: string] {
  const found = /^(?:\[([^\]]*)\]|([^:[\]]*)):([^:]*)$/.exec(entry);
  if (found === null) return [entry.replace(/^\[|\]$/g, ""), ""];
  return [found[1] ?? found[2] ?? "", found[3] ?? ""];
}

function family(address: string): "ipv4" | "ipv6" {
  return isIP(address) === 6 ? "ipv6" : "ipv4";
}

function inRange(range: string, host: string): boolean {
  const [, network = "", bits = ""] = /^([^/]+)\/(\d{1,3})$/.exec(range) ?? [];
  const kind = isIP(network);
  if (kind === 0 || isIP(host) === 0 || Number(bits) > (kind === 4 ? 32 : 128)) return false;
  const list = new BlockList();
  list.addSubnet(network, Number(bits), family(network));
  return list.check(host, family(host));
}

function sameAddress(a: string, b: string): boolean {
  const list = new BlockList();
  list.addAddress(a, family(a));
  return list.check(b, family(b));
}

function isLoopback(host: string): boolean {
  return inRange("127.0.0.0/8", host) || (isIP(host) === 6 && sameAddress("::1", host));
}

function either(env: Env, name: string): string | undefined {
  return env[name] || env[name.toLowerCase()] || undefined;
}

function parseProxy(name: string, setting: string): URL {
  const withScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(setting) ? setting : `http://${setting}`;
  const proxy = URL.parse(withScheme);
  if (proxy !== null && proxy.hostname !== "" && /^(https?|socks5h?):$/.test(proxy.protocol)) {
    // A login that cannot be decoded would fail later, within undici and without a word of where.
    if (isDecodable(proxy.username) && isDecodable(proxy.password)) return proxy;
  }
  throw new GosteadError("bad-setting", `${name} names no proxy: ${redactUrl(withScheme)}`, {
    fix: `write ${name} as http://host:port`,
  });
}

function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}
