/**
 * A toolchain's zip at a GOPROXY: its last bytes first, then any part. A proxy
 * that ignores ranges answers the first request with the whole file; that one
 * answer is streamed to disk and read from there, so nothing is asked twice.
 */
import { zipUrl } from "#goproxy/endpoints.ts";
import type { Answer } from "#host/answer.ts";
import { isTransient, statusError, withRetries } from "#host/retry.ts";
import { redactUrl } from "#host/text.ts";
import { GosteadError } from "#model/error.ts";
import type { ModuleVersion } from "#model/module.ts";
import { type Route, throughHops } from "./route.ts";
import { readSpool, spoolAnswer } from "./spool.ts";

export interface ToolchainZip {
  /** Where it comes from, without credentials. */
  readonly source: string;
  readonly size: number;
  /** The last bytes of the file. */
  readonly tail: Uint8Array;
  /** False when the whole file was sent at once. */
  readonly ranged: boolean;
  /** The bytes from `start` up to `end`, in pieces; interrupted transfers go on where they stopped. */
  read(start: number, end: number): AsyncIterable<Uint8Array>;
}

export interface ZipRequest {
  readonly module: ModuleVersion;
  /** Where a zip that comes whole is kept meanwhile. */
  readonly spool: string;
  /** Told of the bytes of a zip that comes whole. */
  readonly onBytes: (count: number, total: number) => void;
  readonly signal: AbortSignal;
}

/**
 * The central directory of a toolchain has 1.4 MB (9,500 files) to 1.7 MB: mostly
 * it comes whole with the first answer, and few bytes that nobody needs with it.
 */
const TAIL = 1_450_000;

/** No toolchain zip comes near this; a longer one is refused before it fills the disk. */
const MAX_ZIP = 512 * 1024 * 1024;

const RESUMES = 4;

/** What errors call it: the URL itself may hold a login. */
const ZIP = "the toolchain's zip";

/** A first answer that breaks off is asked for again, as every part is. */
export function openZip(route: Route, request: ZipRequest): Promise<ToolchainZip> {
  return throughHops(route, (base) => {
    const where: Where = {
      url: zipUrl(base, request.module),
      source: redactUrl(base),
      request,
      route,
    };
    return withRetries(() => firstAnswer(where), { signal: request.signal });
  });
}

interface Where {
  readonly url: string;
  /** Without credentials. */
  readonly source: string;
  readonly request: ZipRequest;
  readonly route: Route;
}

async function firstAnswer(where: Where): Promise<ToolchainZip> {
  const { signal } = where.request;
  const answer = await where.route.http.get({ url: where.url, range: { suffix: TAIL }, signal });
  if (answer.status === 206) return rangedZip(where, answer);
  if (answer.status === 200) return spooledZip(where, answer);
  throw await statusError(answer, ZIP);
}

async function rangedZip(where: Where, answer: Answer): Promise<ToolchainZip> {
  const size = answer.range?.total;
  if (size === undefined) throw tooStrange(where, "a range without its total size");
  refuseHuge(where, size);
  const tail = await answer.bytes(TAIL);
  const tailStart = size - tail.length;
  const read = async function* (start: number, end: number) {
    const middle = Math.max(start, Math.min(end, tailStart));
    yield* resuming(where, { start, end: middle });
    if (middle < end) yield tail.subarray(middle - tailStart, end - tailStart);
  };
  return { source: where.source, size, tail, ranged: true, read };
}

interface Span {
  readonly start: number;
  readonly end: number;
}

async function* resuming(where: Where, span: Span): AsyncGenerator<Uint8Array> {
  let at = span.start;
  for (let attempt = 0; at < span.end; attempt++) {
    try {
      const answer = await rangeOf(where, { start: at, end: span.end });
      for await (const chunk of answer.body) {
        at += chunk.length;
        yield chunk;
      }
      return;
    } catch (error) {
      if (attempt >= RESUMES || !isTransient(error)) throw error;
    }
  }
}

function rangeOf(where: Where, range: Span): Promise<Answer> {
  const { signal } = where.request;
  const ask = async () => {
    const answer = await where.route.http.get({ url: where.url, range, signal });
    if (answer.status === 206) return answer;
    if (answer.status !== 200) throw await statusError(answer, ZIP);
    answer.discard();
    throw new GosteadError("bad-answer", `${where.source} answers one range and refuses another`, {
      fix: "try again, or use another GOPROXY",
    });
  };
  return withRetries(ask, { signal });
}

async function spooledZip(where: Where, answer: Answer): Promise<ToolchainZip> {
  const { spool, onBytes } = where.request;
  let received = 0;
  const count = (bytes: number, total: number) => {
    received += bytes;
    refuseHuge(where, Math.max(received, total));
    onBytes(bytes, total);
  };
  const size = await spoolAnswer(answer, { path: spool, onBytes: count });
  const read = (start: number, end: number) => readSpool(spool, start, end);
  const tail = await collect(read(Math.max(0, size - TAIL), size));
  return { source: where.source, size, tail, ranged: false, read };
}

async function collect(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  return Buffer.concat(parts);
}

function refuseHuge(where: Where, size: number): void {
  if (size > MAX_ZIP)
    throw tooStrange(where, `a zip of ${size} bytes, more than ${MAX_ZIP} allowed`);
}

function tooStrange({ source }: Where, what: string): GosteadError {
  return new GosteadError("bad-answer", `${source} answered ${what}`, {
    fix: "this is no toolchain: check GOPROXY",
  });
}
