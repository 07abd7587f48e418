/**
 * Fills the mirror: a loopback server that answers what the mirror has not yet by
 * asking the real proxy once, keeping the answer as a file and sending it. What it
 * keeps has the proxy's own layout (`golang.org/toolchain/@v/…`, `sumdb/<log>/…`).
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createReadStream, existsSync, mkdirSync, renameSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { dirname, join } from "node:path";

export interface Recorder {
  readonly port: number;
  readonly stop: () => void;
}

const PREFIX = "/goproxy/";
const NOT_FOUND = 404;

/** `upstream` is a GOPROXY address; `root` the directory that stands for it. */
export async function startRecorder(upstream: string, root: string): Promise<Recorder> {
  const underWay = new Map<string, Promise<boolean>>();
  const keep = (path: string): Promise<boolean> => {
    const waiting = underWay.get(path) ?? fetchOnce(upstream, root, path);
    underWay.set(path, waiting);
    return waiting;
  };
  const server = createServer(async (request, response) => {
    const path = plainPath(request.url ?? "");
    if (!path || !(await keep(path))) response.writeHead(NOT_FOUND).end("not found\n");
    else createReadStream(join(root, path)).pipe(response);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return { port: (server.address() as AddressInfo).port, stop: () => server.close() };
}

/** The path below the proxy, or nothing when it is not a plain one. */
export function plainPath(url: string): string | undefined {
  const path = url.startsWith(PREFIX) ? url.slice(PREFIX.length) : "";
  const plain = /^[\w.@!+/-]+$/.test(path) && !path.includes("//") && !path.endsWith("/");
  return plain && !path.split("/").some((part) => /^\.*$/.test(part)) ? path : undefined;
}

/** curl, because it trusts the system's roots and proxies as `go` does. */
async function fetchOnce(upstream: string, root: string, path: string): Promise<boolean> {
  const target = join(root, path);
  if (existsSync(target)) return true;
  mkdirSync(dirname(target), { recursive: true });
  const part = `${target}.part`;
  const curl = spawn("curl", ["-sfL", "--retry", "3", "-o", part, `${upstream}/${path}`]);
  const [status] = await once(curl, "exit");
  if (status === 0 && !existsSync(part)) return false;
  if (status === 0) renameSync(part, target);
  return status === 0;
}
