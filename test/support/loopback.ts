/**
 * Loopback servers for tests of the network: http and https on 127.0.0.1 with a
 * handler that may misbehave, a proxy that tunnels and forwards to them whatever
 * the name asked for, and a throw-away authority made by openssl for one run.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import {
  createServer as createHttp,
  type IncomingMessage,
  type RequestListener,
  request,
  type Server,
  type ServerResponse,
} from "node:http";
import { createServer as createHttps } from "node:https";
import { type AddressInfo, connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";

export interface Loopback {
  readonly port: number;
  /** `http://127.0.0.1:port` or https. */
  readonly url: string;
  /** Every request so far, as "METHOD path" and its headers. */
  readonly seen: { readonly line: string; readonly headers: IncomingMessage["headers"] }[];
  /** TCP connections so far. */
  connections(): number;
}

export interface Identity {
  readonly key: string;
  readonly cert: string;
  /** Where the authority's certificate lies. */
  readonly caFile: string;
}

/** A test, or whoever else ends what it began. */
export type Lifespan = Pick<TestContext, "after">;

/** A server that lives as long as the test. */
export async function serve(
  t: Lifespan,
  handler: RequestListener,
  identity?: Identity,
): Promise<Loopback> {
  const seen: Loopback["seen"] = [];
  const listener = (req: IncomingMessage, res: ServerResponse) => {
    seen.push({ line: `${req.method} ${req.url}`, headers: req.headers });
    handler(req, res);
  };
  const server =
    identity === undefined
      ? createHttp(listener)
      : createHttps({ key: identity.key, cert: identity.cert }, listener);
  const count = await listen(t, server);
  const { port } = server.address() as AddressInfo;
  const scheme = identity === undefined ? "http" : "https";
  return { port, url: `${scheme}://127.0.0.1:${port}`, seen, connections: count };
}

async function listen(t: Lifespan, server: Server): Promise<() => number> {
  const sockets = new Set<Socket>();
  let count = 0;
  server.on("connection", (socket: Socket) => {
    count += 1;
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return () => count;
}

export interface Proxy {
  readonly url: string;
  /** "CONNECT host:port" or "GET http://host/path", in order. */
  readonly asked: string[];
  /** proxy-authorization of each. */
  readonly logins: (string | undefined)[];
}

/** A proxy that leads every name to 127.0.0.1 at the port asked for; `status` makes it refuse. */
export async function serveProxy(t: TestContext, status?: number): Promise<Proxy> {
  const asked: string[] = [];
  const logins: (string | undefined)[] = [];
  const note = (req: IncomingMessage) => {
    asked.push(`${req.method} ${req.url}`);
    logins.push(req.headers["proxy-authorization"]);
  };
  const server = createHttp((req, res) => {
    note(req);
    if (status !== undefined) return void res.writeHead(status).end();
    const target = new URL(req.url ?? "");
    const path = target.pathname + target.search;
    const onward = request({ host: "127.0.0.1", port: target.port, path, headers: req.headers });
    onward.on("response", (answer) => {
      res.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(res);
    });
    onward.end();
  });
  server.on("connect", (req: IncomingMessage, client: Socket) => {
    note(req);
    if (status !== undefined) return void client.end(`HTTP/1.1 ${status} No\r\n\r\n`);
    const onward = connect(Number(req.url?.split(":")[1]), "127.0.0.1", () => {
      client.write("HTTP/1.1 200 Connection established\r\n\r\n");
      onward.pipe(client).pipe(onward);
    });
    for (const socket of [client, onward]) socket.on("error", () => {});
  });
  await listen(t, server);
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked, logins };
}

/** Why tests that need openssl cannot run; false when they can. */
export const noOpenssl =
  spawnSync("openssl", ["version"]).status === 0 ? false : "openssl is not installed";

/** Days from now on which a certificate begins and ends. */
export interface Lifetime {
  readonly from: number;
  readonly to: number;
}

/** A key and certificate for `names` in openssl's words, by an authority marked as a test's. */
export function makeIdentity(
  names = ["DNS:localhost", "IP:127.0.0.1"],
  life: Lifetime = { from: 0, to: 2 },
): Identity {
  const at = mkdtempSync(join(tmpdir(), "gostead-test-ca-"));
  const openssl = (...args: string[]) => execFileSync("openssl", args, { cwd: at, stdio: "pipe" });
  const newKey = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"];
  const authority = "/CN=gostead TEST authority, trust nowhere";
  // Of openssl's ways to sign, `ca` alone takes dates that lie in the past.
  const days = ["-startdate", dateIn(life.from), "-enddate", dateIn(life.to)];
  const issuer = ["-cert", "ca.pem", "-keyfile", "ca.key", "-config", "conf"];
  writeFileSync(join(at, "ext"), `subjectAltName=${names.join(",")}\n`);
  writeFileSync(join(at, "conf"), CA_CONFIG);
  writeFileSync(join(at, "index"), "");
  openssl("req", "-x509", ...newKey, "-keyout", "ca.key", "-out", "ca.pem", "-subj", authority);
  openssl("req", ...newKey, "-keyout", "key", "-out", "csr", "-subj", "/CN=gostead TEST");
  const request = ["-in", "csr", "-extfile", "ext", "-out", "cert"];
  openssl("ca", "-batch", "-notext", "-md", "sha256", ...issuer, ...days, ...request);
  process.once("exit", () => rmSync(at, { recursive: true, force: true }));
  const text = (name: string) => readFileSync(join(at, name), "utf8");
  return { key: text("key"), cert: text("cert"), caFile: join(at, "ca.pem") };
}

const CA_CONFIG =
  "[ca]\ndefault_ca=own\n[own]\ndatabase=index\nnew_certs_dir=.\nrand_serial=yes\npolicy=any\n[any]\ncommonName=supplied\n";

/** `YYYYMMDDHHMMSSZ`, and an hour early: what begins today has begun. */
function dateIn(days: number): string {
  const date = new Date(Date.now() + days * 24 * 60 * 60 * 1000 - 60 * 60 * 1000);
  return `${date.toISOString().replace(/\D/g, "").slice(0, 14)}Z`;
}

/** A directory that lives as long as the test. */
export function tempDirectory(t: TestContext): string {
  const path = mkdtempSync(join(tmpdir(), "gostead-test-"));
  // A go command leaves a child that writes its telemetry for a moment more.
  const gone = { recursive: true, force: true, maxRetries: 5, retryDelay: 50 };
  t.after(() => rmSync(path, gone));
  return path;
}
