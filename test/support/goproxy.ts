/**
 * A GOPROXY on loopback with the checksum log behind `/sumdb/NAME/` (protocol:
 * go.dev/ref/mod#goproxy-protocol and golang.org/x/mod/sumdb). Honest until
 * told to lie: `goproxy.test.ts` shows that the real go command accepts it.
 * It honours single byte ranges, and answers several at once with the whole.
 */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import type { Log } from "./log.ts";
import { type Published, publish, recordOf, TOOLCHAIN_MOD } from "./publish.ts";
import type { ToyToolchain } from "./toolchain.ts";

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** Writes the answer in its own, bad way. */
  readonly deliver?: (response: ServerResponse, answer: Answer) => void;
}

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage["headers"];
  /** Status of the answer; 0 until there is one. */
  status: number;
  /** Bytes of body in the answer. */
  bytes: number;
}

/** A lie changes the file at a path (`body`, before ranges) or one answer (`answer`, after them). */
export interface Lie {
  readonly on: RegExp;
  /** Told so many times, then the truth again; without it always. */
  readonly times?: number;
  readonly body?: (body: Buffer) => Buffer;
  readonly answer?: (answer: Answer, of: { asked: Asked; whole: Buffer }) => Answer;
}

/** How often a lie was told: a test that never met its lie proves nothing. */
export interface Told {
  readonly count: number;
  stop(): void;
}

export interface GoProxy {
  readonly url: string;
  readonly requests: readonly Asked[];
  lie(change: Lie): Told;
  /** Serves one more release; its record is added unless the log has one for that module. */
  publish(release: Published): void;
  /** Shows another log from now on: a fork, a shrunk one, one of another key. */
  showLog(log: Log): void;
  /** The zip served for a toolchain version, for example to compare sizes. */
  zip(version: string): Buffer;
  close(): Promise<void>;
}

interface State {
  log: Log;
  readonly releases: Map<string, Published>;
  readonly lies: { lie: Lie; count: number }[];
  readonly requests: Asked[];
}

/** Starts the double on a free port of 127.0.0.1. */
export async function startProxy(options: {
  log: Log;
  toolchains: readonly ToyToolchain[];
  /** Makes it https. */
  tls?: { readonly key: Buffer; readonly cert: Buffer };
}): Promise<GoProxy> {
  const state: State = { log: options.log, releases: new Map(), lies: [], requests: [] };
  for (const toolchain of options.toolchains) add(state, publish(toolchain));
  const { tls } = options;
  const answer = (request: IncomingMessage, response: ServerResponse) =>
    serve(state, { request, response });
  const server = tls === undefined ? createServer(answer) : createTlsServer(tls, answer);
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const { port } = server.address() as AddressInfo;
  return {
    url: `${tls === undefined ? "http" : "https"}://127.0.0.1:${port}`,
    requests: state.requests,
    lie: (change) => begin(state, change),
    publish: (release) => add(state, release),
    showLog(log) {
      state.log = log;
    },
    zip: (version) => zipOf(state, version),
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}

function add(state: State, release: Published): void {
  state.releases.set(release.module, release);
  if (state.log.find(release.module) === undefined) state.log.add(recordOf(release));
}

function begin(state: State, lie: Lie): Told {
  const entry = { lie, count: 0 };
  state.lies.push(entry);
  return {
    get count() {
      return entry.count;
    },
    stop() {
      state.lies.splice(state.lies.indexOf(entry), 1);
    },
  };
}

function zipOf(state: State, version: string): Buffer {
  for (const { module, zip } of state.releases.values()) {
    if (module.includes(`@v0.0.1-go${version}.`)) return zip;
  }
  throw new Error(`no toolchain ${version} is published`);
}

function serve(state: State, on: { request: IncomingMessage; response: ServerResponse }): void {
  const { method = "GET", url = "/", headers } = on.request;
  const asked: Asked = { method, path: url, headers, status: 0, bytes: 0 };
  state.requests.push(asked);
  const lies = state.lies.filter(
    ({ lie, count }) => lie.on.test(url) && count < (lie.times ?? Infinity),
  );
  for (const entry of lies) entry.count++;
  const answer = answerOf(state, { asked, lies: lies.map(({ lie }) => lie) });
  asked.status = answer.status;
  asked.bytes = method === "HEAD" ? 0 : answer.body.length;
  (answer.deliver ?? deliver)(on.response, answer);
}

function answerOf(state: State, of: { asked: Asked; lies: readonly Lie[] }): Answer {
  const { asked, lies } = of;
  const file = fileAt(state, decodeURIComponent(asked.path));
  const whole = lies.reduce((body, lie) => lie.body?.(body) ?? body, file ?? Buffer.alloc(0));
  const missing = { status: 404, headers: TEXT, body: Buffer.from("not found: no such file\n") };
  const honest = file === undefined ? missing : ranged(whole, asked.headers.range);
  return lies.reduce((answer, lie) => lie.answer?.(answer, { asked, whole }) ?? answer, honest);
}

const TEXT = { "content-type": "text/plain; charset=utf-8" };
const BYTES = { "content-type": "application/octet-stream", "accept-ranges": "bytes" };

function deliver(response: ServerResponse, { status, headers, body }: Answer): void {
  response.writeHead(status, { ...headers, "content-length": body.length });
  response.end(response.req.method === "HEAD" ? undefined : body);
}

/** The honest file at a path of the proxy; undefined where there is none. */
function fileAt(state: State, path: string): Buffer | undefined {
  const database = `/sumdb/${state.log.name}/`;
  if (path.startsWith(database)) return logFile(state.log, path.slice(database.length));
  const [, module, file] = /^\/(.+)\/@v\/(.+)$/.exec(path) ?? [];
  if (module === undefined || file === undefined) return undefined;
  if (file === "list") return listOf(state, module);
  const dot = file.lastIndexOf(".");
  const version = file.slice(0, dot);
  const release = state.releases.get(`${module}@${version}`);
  if (release === undefined) return undefined;
  if (file.endsWith(".zip")) return release.zip;
  if (file.endsWith(".mod")) return Buffer.from(TOOLCHAIN_MOD);
  if (!file.endsWith(".info")) return undefined;
  return Buffer.from(`{"Version":"${version}","Time":"2024-07-02T00:00:00Z"}\n`);
}

function listOf(state: State, module: string): Buffer {
  const own = [...state.releases.keys()].filter((name) => name.startsWith(`${module}@`));
  return Buffer.from(own.map((name) => `${name.slice(module.length + 1)}\n`).join(""));
}

function logFile(log: Log, path: string): Buffer | undefined {
  if (path === "supported") return Buffer.alloc(0);
  if (path === "latest") return Buffer.from(log.head());
  if (path.startsWith("tile/")) return log.tile(path);
  const answer = path.startsWith("lookup/") ? log.lookup(path.slice(7)) : undefined;
  return answer === undefined ? undefined : Buffer.from(answer);
}

/** RFC 9110 section 14: `a-b`, `a-` or `-n`; anything else gets the whole. */
export function ranged(body: Buffer, range: string | undefined): Answer {
  const [found, from = "", to = ""] = /^bytes=(\d*)-(\d*)$/.exec(range ?? "") ?? [];
  if (found === undefined || (from === "" && to === "")) {
    return { status: 200, headers: BYTES, body };
  }
  const start = from === "" ? Math.max(body.length - Number(to), 0) : Number(from);
  const end = from === "" || to === "" ? body.length : Math.min(Number(to) + 1, body.length);
  if (start >= end) {
    const headers = { ...TEXT, "content-range": `bytes */${body.length}` };
    return { status: 416, headers, body: Buffer.from("range not satisfiable\n") };
  }
  const headers = { ...BYTES, "content-range": `bytes ${start}-${end - 1}/${body.length}` };
  return { status: 206, headers, body: body.subarray(start, end) };
}
