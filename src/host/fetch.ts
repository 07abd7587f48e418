/**
 * The one way to the network: GET over http and https, and file: URLs answered
 * alike. Redirects are followed by our own code (security S18): at most ten, no
 * loop, never from https to http, and on a change of origin only the standard
 * headers of a request go along. Logins come from the URL or from netrc, and
 * never travel over http. Whatever is printed or returned is redacted.
 */
import { GosteadError } from "#model/error.ts";
import { type Answer, answerOf, type ByteRange, type RawAnswer, rangeHeader } from "./answer.ts";
import type { StallLimits } from "./body.ts";
import { type Connections, type ConnectSettings, openConnections } from "./connect.ts";
import { type Env, goSetting } from "./env.ts";
import { exchange } from "./exchange.ts";
import { fileAnswer } from "./fileurl.ts";
import { type Login, loginFor, readNetrc } from "./netrc.ts";
import { proxyFor } from "./proxy.ts";
import { redactUrl, untrusted } from "./text.ts";

export interface HttpRequest {
  readonly url: string;
  readonly range?: ByteRange | undefined;
  /** Extra headers, for the first origin only unless they are standard ones. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal | undefined;
  /** A longer body is `bad-answer`. */
  readonly maxBytes?: number | undefined;
}

export interface Http {
  /**
   * Any status is an answer; `statusError` of retry.ts makes errors of them.
   * Throws `no-network`, `bad-answer` or `bad-setting`, or the signal's reason.
   */
  get(request: HttpRequest): Promise<Answer>;
  /** What went over the wire so far: requests, redirected ones too, and bytes of bodies. */
  count(): { readonly requests: number; readonly bytes: number };
  /** Ends all connections. */
  close(): Promise<void>;
}

export type HttpSettings = StallLimits &
  ConnectSettings & {
    readonly maxRedirects: number;
  };

export const HTTP_SETTINGS: HttpSettings = {
  connectMs: 10_000,
  headersMs: 30_000,
  stallMs: 30_000,
  rateWindowMs: 60_000,
  minBytesPerSecond: 1024,
  connections: 8,
  maxRedirects: 10,
};

/** Request headers that carry no secret and mean the same to every server. */
const STANDARD_HEADERS = new Set([
  "accept",
  "accept-encoding",
  "accept-language",
  "cache-control",
  "if-modified-since",
  "if-none-match",
  "if-range",
  "range",
  "user-agent",
]);
const REDIRECTS = new Set([301, 302, 303, 307, 308]);

type Headers = Readonly<Record<string, string>>;

interface Client {
  readonly env: Env;
  readonly settings: HttpSettings;
  readonly connections: Connections;
  readonly counted: { requests: number; bytes: number };
  readonly logins: () => readonly Login[];
}

/** A client that reads proxies, logins and roots from `env`. Opens nothing before the first request. */
export function openHttp(env: Env, settings: HttpSettings = HTTP_SETTINGS): Http {
  let logins: readonly Login[] | undefined;
  const client: Client = {
    env,
    settings,
    connections: openConnections(env, settings),
    counted: { requests: 0, bytes: 0 },
    logins: () => {
      logins ??= goSetting(env, "GOAUTH")?.value === "off" ? [] : readNetrc(env);
      return logins;
    },
  };
  return {
    get: (request) => get(client, request),
    count: () => ({ ...client.counted }),
    close: () => client.connections.close(),
  };
}

async function get(client: Client, request: HttpRequest): Promise<Answer> {
  let url = parseUrl(request.url);
  let headers = requestHeaders(request);
  const seen = new Set<string>();
  for (;;) {
    const raw = await send(client, url, { ...request, headers });
    const shown = redactUrl(url.href);
    const target = REDIRECTS.has(raw.status) ? raw.headers.location : undefined;
    if (target === undefined || url.protocol === "file:") {
      return answerOf(raw, { url: shown, range: request.range, maxBytes: request.maxBytes });
    }
    raw.discard();
    seen.add(url.href);
    const next = redirectTarget(url, target);
    if (seen.has(next.href)) throw badRedirect(`${shown} redirects in a loop`);
    if (seen.size > client.settings.maxRedirects) {
      throw badRedirect(`${shown}: more than ${client.settings.maxRedirects} redirects`);
    }
    if (next.origin !== url.origin) headers = standardOnly(headers);
    url = next;
  }
}

function parseUrl(text: string): URL {
  const url = URL.parse(text);
  if (url !== null && /^(https?|file):$/.test(url.protocol)) return url;
  throw new GosteadError("bad-setting", `not an http, https or file address: ${redactUrl(text)}`, {
    fix: "check the addresses in GOPROXY",
  });
}

function requestHeaders(request: HttpRequest): Headers {
  const headers: Record<string, string> = {
    "user-agent": "gostead",
    // Otherwise a server may choose any encoding (RFC 9110 §12.5.3).
    "accept-encoding": "identity",
  };
  if (request.range !== undefined) headers.range = rangeHeader(request.range);
  for (const [name, value] of Object.entries(request.headers ?? {})) {
    headers[name.toLowerCase()] = value;
  }
  return headers;
}

function standardOnly(headers: Headers): Headers {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => STANDARD_HEADERS.has(name)));
}

function redirectTarget(from: URL, location: string): URL {
  const next = URL.parse(location, from.href);
  if (next === null || !/^https?:$/.test(next.protocol)) {
    const shown = untrusted(redactUrl(location), 200);
    throw badRedirect(`${redactUrl(from.href)} redirects to ${shown}, which is no web address`);
  }
  if (from.protocol === "https:" && next.protocol === "http:") {
    throw badRedirect(`${redactUrl(from.href)} redirects from https to http: refused`);
  }
  next.hash = "";
  return next;
}

function badRedirect(message: string): GosteadError {
  return new GosteadError("bad-answer", message, {
    fix: "use the address that the server should lead to, or another source",
  });
}

function send(client: Client, url: URL, request: HttpRequest): Promise<RawAnswer> {
  const { signal, range, headers = {} } = request;
  client.counted.requests += 1;
  const onBytes = (bytes: number) => {
    client.counted.bytes += bytes;
  };
  if (url.protocol === "file:") return fileAnswer(url, { range, signal, onBytes });
  return sendHttp(client, url, { headers, signal, onBytes });
}

interface Sending {
  readonly headers: Headers;
  readonly signal: AbortSignal | undefined;
  readonly onBytes: (bytes: number) => void;
}

async function sendHttp(client: Client, url: URL, sending: Sending): Promise<RawAnswer> {
  const proxy = proxyFor(client.env, url);
  const authorization = authorizationFor(client, url);
  const headers = { ...authorization, ...sending.headers };
  const route = { host: url.host, proxy: proxy && redactUrl(proxy.href) };
  const dispatcher = await client.connections.open(url.protocol, proxy);
  return exchange(dispatcher, { ...sending, url, headers, route, limits: client.settings });
}

/** Basic authentication from the URL, else from netrc; none over http. */
function authorizationFor(client: Client, url: URL): Headers {
  if (url.username === "" && url.password === "") {
    const login = url.protocol === "https:" ? loginFor(client.logins(), url.hostname) : undefined;
    return login === undefined ? {} : basic(login.login, login.password);
  }
  if (url.protocol === "https:") {
    return basic(decoded(url.username), decoded(url.password));
  }
  const shown = redactUrl(url.href);
  throw new GosteadError("bad-setting", `${shown}: a login is never sent over http`, {
    fix: "use https, or take the login out of the address",
  });
}

function basic(user: string, password: string): Headers {
  return { authorization: `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}` };
}

/** Percent-decoded; what is not properly encoded is taken as it stands. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
