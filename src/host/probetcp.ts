/**
 * A TCP connection to a host, straight or through the proxy that the
 * environment names for it (CONNECT, RFC 9110 §9.3.6), within a time.
 */
import { type ClientRequest, request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { connect, type Socket } from "node:net";
import { codeOf, type Env } from "./env.ts";
import { proxyFor } from "./proxy.ts";
import { rootCertificates } from "./roots.ts";
import { redactUrl, untrusted } from "./text.ts";

export interface TcpTarget {
  /** http or https. */
  readonly origin: URL;
  readonly env: Env;
  readonly timeoutMs: number;
}

/** Why there is no connection. */
export interface TcpFailure {
  readonly is: "failed";
  readonly stage: "proxy" | "connect";
  /** `ECONNREFUSED`, `timeout`; `407` when a proxy answered so. */
  readonly code: string;
  readonly reason: string;
  /** The proxy on the way, redacted. */
  readonly via: string | null;
}

export interface TcpOpen {
  readonly is: "open";
  readonly socket: Socket;
  readonly via: string | null;
}

/** The caller destroys the socket. */
export function openTcp(target: TcpTarget): Promise<TcpOpen | TcpFailure> {
  const proxy = proxyFor(target.env, target.origin);
  // Plain http goes to the proxy itself: there is nothing behind it to connect to.
  if (proxy === undefined || target.origin.protocol === "http:") return direct(target, proxy);
  if (!/^https?:$/.test(proxy.protocol)) return direct(target, proxy);
  return tunnelled(target, proxy);
}

export function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[|\]$/g, "");
}

export function portOf({ port, protocol }: URL): number {
  return port === "" ? (protocol === "http:" ? 80 : 443) : Number(port);
}

function direct({ origin, timeoutMs }: TcpTarget, proxy: URL | undefined) {
  const via = proxy === undefined ? null : redactUrl(proxy.href);
  const { promise, resolve } = Promise.withResolvers<TcpOpen | TcpFailure>();
  const to = proxy ?? origin;
  const socket = connect({ host: hostOf(to), port: portOf(to) });
  const fail = (code: string, reason: string) => {
    socket.destroy();
    const stage = proxy === undefined ? "connect" : "proxy";
    resolve({ is: "failed", stage, code, reason, via });
  };
  const timer = setTimeout(() => fail("timeout", lateReason(timeoutMs)), timeoutMs);
  socket.once("connect", () => {
    clearTimeout(timer);
    resolve({ is: "open", socket, via });
  });
  socket.on("error", (error) => {
    clearTimeout(timer);
    fail(codeOf(error) ?? "EFAIL", untrusted(error.message, 200));
  });
  return promise;
}

function tunnelled({ origin, env, timeoutMs }: TcpTarget, proxy: URL) {
  const via = redactUrl(proxy.href);
  const { promise, resolve } = Promise.withResolvers<TcpOpen | TcpFailure>();
  const request = connectRequest(origin, proxy, env);
  const fail = (code: string, reason: string) => {
    clearTimeout(timer);
    request.destroy();
    resolve({ is: "failed", stage: "proxy", code, reason, via });
  };
  const timer = setTimeout(() => fail("timeout", lateReason(timeoutMs)), timeoutMs);
  request.on("error", (error) => fail(codeOf(error) ?? "EFAIL", untrusted(error.message, 200)));
  request.on("response", ({ statusCode }) => fail(`${statusCode}`, `it answered ${statusCode}`));
  request.on("connect", ({ statusCode }, socket) => {
    if (statusCode === 200) {
      clearTimeout(timer);
      resolve({ is: "open", socket, via });
      return;
    }
    socket.destroy();
    fail(`${statusCode}`, `it answered ${statusCode} to CONNECT`);
  });
  request.end();
  return promise;
}

function connectRequest(origin: URL, proxy: URL, env: Env): ClientRequest {
  const target = `${origin.hostname}:${portOf(origin)}`;
  const login = `${decodeURIComponent(proxy.username)}:${decodeURIComponent(proxy.password)}`;
  const options = {
    host: hostOf(proxy),
    port: portOf(proxy),
    method: "CONNECT",
    path: target,
    headers: {
      host: target,
      ...(login === ":"
        ? {}
        : { "proxy-authorization": `Basic ${Buffer.from(login).toString("base64")}` }),
    },
    agent: false,
  };
  if (proxy.protocol === "http:") return requestHttp(options);
  return requestHttps({ ...options, ca: [...rootCertificates(env)] });
}

function lateReason(timeoutMs: number): string {
  return `no connection within ${timeoutMs / 1000} s`;
}
