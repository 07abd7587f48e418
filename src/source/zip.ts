/**
 * A toolchain's zip at a GOPROXY: its last bytes first, then any part. A proxy
 * that ignores ranges answers the first request with the whole file; that one
 * answer is streamed to disk and read from there, so nothing is asked twice.
 */
import { createReadStream, createWriteStream } from "node:fs";
import { stat } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { zipUrl } from "#goproxy/endpoints.ts";
import type { Answer } from "#host/answer.ts";
import { isTransient, statusError, withRetries } from "#host/retry.ts";
import { redactUrl } from "#host/text.ts";
import { GosteadError } from "#model/error.ts";
import type { ModuleVersion } from "#model/module.ts";
import { type Route, throughHops } from "./route.ts";

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

/** The central directory of a toolchain (12,000 files) has about 1.7 MB: it should come with the first answer. */
const TAIL = 2_000_000;

/** No toolchain zip comes near this; a longer one is refused before it fills the disk. */
const MAX_ZIP = 512 * 1024 * 1024;

const RESUMES = 4;

/** What errors call it: the URL itself may hold a login. */
const ZIP = "the toolchain's zip";

export function openZip(route: Route, request: ZipRequest): Promise<ToolchainZip> {
  return throughHops(route, async (base) => {
    const url = zipUrl(base, request.module);
    const answer = await withRetries(async () => {
      const got = await route.http.get({ url, range: { suffix: TAIL }, signal: request.signal });
      if (got.status === 200 || got.status === 206) return got;
      throw await statusError(got, ZIP);
    });
    const where = { url, source: redactUrl(base) };
    return answer.status === 206
      ? rangedZip(route, where, answer)
      : spooledZip(request, where, answer);
  });
}

interface Where {
  readonly url: string;
  readonly source: string;
}

async function rangedZip(route: Route, where: Where, answer: Answer): Promise<ToolchainZip> {
  const size = answer.range?.total;
  if (size === undefined) throw tooStrange(where, "a range without its total size");
  refuseHuge(where, size);
  const tail = await answer.bytes(TAIL);
  const read = (start: number, end: number) => resuming(route, where, { start, end });
  return { source: where.source, size, tail, ranged: true, read };
}

interface Span {
  readonly start: number;
  readonly end: number;
}

async function* resuming(route: Route, where: Where, span: Span): AsyncGenerator<Uint8Array> {
  let at = span.start;
  for (let attempt = 0; at < span.end; attempt++) {
    try {
      const answer = await rangeOf(route, where.url, { start: at, end: span.end });
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

function rangeOf(route: Route, url: string, range: Span): Promise<Answer> {
  return withRetries(async () => {
    const answer = await route.http.get({ url, range });
    if (answer.status === 206) return answer;
    if (answer.status === 200) {
      answer.discard();
      throw new GosteadError(
        "bad-answer",
        `${redactUrl(url)} answered one range and refuses another`,
        {
          fix: "try again, or use another GOPROXY",
        },
      );
    }
    throw await statusError(answer, ZIP);
  });
}

async function spooledZip(
  request: ZipRequest,
  where: Where,
  answer: Answer,
): Promise<ToolchainZip> {
  const total = answer.length ?? 0;
  refuseHuge(where, total);
  let received = 0;
  const count = async function* (body: AsyncIterable<Uint8Array>) {
    for await (const chunk of body) {
      received += chunk.length;
      refuseHuge(where, received);
      request.onBytes(chunk.length, total);
      yield chunk;
    }
  };
  await pipeline(
    count(answer.body),
    createWriteStream(request.spool, { flags: "wx", mode: 0o600 }),
  );
  const { size } = await stat(request.spool);
  const read = (start: number, end: number) => fileSpan(request.spool, { start, end });
  const tail = await collect(read(Math.max(0, size - TAIL), size));
  return { source: where.source, size, tail, ranged: false, read };
}

async function* fileSpan(path: string, { start, end }: Span): AsyncGenerator<Uint8Array> {
  if (end > start) yield* createReadStream(path, { start, end: end - 1, highWaterMark: 1 << 20 });
}

async function collect(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  return Buffer.concat(parts);
}

function refuseHuge(where: Where, size: number): void {
  if (size <= MAX_ZIP) return;
  throw tooStrange(where, `a zip of ${size} bytes, more than ${MAX_ZIP} allowed`);
}

function tooStrange(where: Where, what: string): GosteadError {
  return new GosteadError("bad-answer", `${redactUrl(where.url)} answered ${what}`, {
    fix: "this is no toolchain: check GOPROXY",
  });
}
