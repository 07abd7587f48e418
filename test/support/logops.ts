/**
 * The port of the checksum log's client (src/sumdb/ops.ts) over memory: what a log
 * serves is a function of the path, state is plain to look at and to damage.
 */
import { readFileSync } from "node:fs";
import { GosteadError } from "#model/error.ts";
import type { LogOps } from "#sumdb/ops.ts";
import type { Log } from "./log.ts";

/** What is served at a path such as `/latest`; undefined is a 404. */
export type Serve = (path: string) => Uint8Array | string | undefined;

export interface MemoryOps extends LogOps {
  serve: Serve;
  head: string;
  readonly tiles: Map<string, Uint8Array>;
  readonly evidence: Map<string, string>;
  /** Paths asked of the log, in order. */
  asked: string[];
  /** Round trips: how often a request was sent while no other was under way. */
  trips: number;
}

export function memoryOps(serve: Serve): MemoryOps {
  let pending = 0;
  const ops: MemoryOps = {
    serve,
    head: "",
    tiles: new Map(),
    evidence: new Map(),
    asked: [],
    trips: 0,
    async readRemote(path) {
      ops.asked.push(path);
      if (pending++ === 0) ops.trips++;
      await new Promise((resolve) => setImmediate(resolve));
      pending--;
      const body = ops.serve(path);
      if (body === undefined) throw new GosteadError("not-available", `404 ${path}`);
      return Buffer.from(body);
    },
    readHead: async () => ops.head,
    async writeHead(old, next) {
      if (ops.head !== old) return false;
      ops.head = next;
      return true;
    },
    readTile: async (path) => ops.tiles.get(path),
    async writeTile(path, bytes) {
      ops.tiles.set(path, bytes);
    },
    async saveEvidence(name, text) {
      ops.evidence.set(name, text);
      return `memory:${name}`;
    },
  };
  return ops;
}

/** An honest server of a log; `size` for its latest head, `lookupSize` for the one in lookups. */
export function serveLog(log: Log, sizes: { size?: number; lookupSize?: number } = {}): Serve {
  return (path) => {
    if (path === "/latest") return log.head(sizes.size);
    if (path.startsWith("/lookup/")) {
      return log.lookup(path.slice("/lookup/".length), sizes.lookupSize ?? sizes.size);
    }
    return log.tile(path.slice(1));
  };
}

const RECORDED = new URL("../data/sumdb/sum.golang.org", import.meta.url);

/** What sum.golang.org served for go1.22.6 linux-amd64, byte for byte. */
export function serveRecorded(path: string): Uint8Array | undefined {
  try {
    return readFileSync(`${RECORDED.pathname}${path}`);
  } catch {
    return undefined;
  }
}
