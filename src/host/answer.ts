/**
 * An answer to a GET, checked before anyone reads it (RFC 9110 §14): a 206 must
 * be exactly the range that was asked for, the body must be as long as it was
 * said to be, and nothing may be encoded, as no encoding is ever asked for.
 */
import { GosteadError } from "#model/error.ts";
import { untrusted } from "./text.ts";
import { TransientError } from "./transient.ts";

/** Bytes wanted: from `start` up to but not including `end`, or the last `suffix` bytes. */
export type ByteRange =
  | { readonly start: number; readonly end: number }
  | { readonly suffix: number };

/** Bytes that came: from `start` up to but not including `end`, of `total`. */
export interface AnsweredRange {
  readonly start: number;
  readonly end: number;
  readonly total: number;
}

export interface Answer {
  readonly status: number;
  /** Where the answer came from after redirects, without userinfo and query. */
  readonly url: string;
  /** Bytes of the body, when the server said so. */
  readonly length: number | undefined;
  /** Set when the answer is a part (status 206). */
  readonly range: AnsweredRange | undefined;
  /** A header by its lower-case name. */
  header(name: string): string | undefined;
  /** The body, once. Leaving the loop early closes the connection. */
  readonly body: AsyncIterable<Uint8Array>;
  /** The whole body; `bad-answer` when it is longer than `limit` bytes. */
  bytes(limit: number): Promise<Uint8Array>;
  /** The whole body as UTF-8; `bad-answer` when it is longer than `limit` bytes. */
  text(limit: number): Promise<string>;
  /** Says that nobody will read the body. Every answer is read or discarded. */
  discard(): void;
}

/** An answer as the wire or a file gave it. */
export interface RawAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: AsyncIterable<Uint8Array>;
  discard(): void;
}

export interface Asked {
  /** Redacted. */
  readonly url: string;
  readonly range: ByteRange | undefined;
  readonly maxBytes: number | undefined;
}

/** The checked answer. Throws `bad-answer`, and discards the body, when it does not fit the question. */
export function answerOf(raw: RawAnswer, asked: Asked): Answer {
  try {
    const range = raw.status === 206 ? checkedRange(raw, asked) : undefined;
    if (raw.status === 200 || raw.status === 206) refuseEncoding(raw, asked.url);
    const length = range === undefined ? statedLength(raw) : range.end - range.start;
    refuseLonger(length, asked.maxBytes, asked.url);
    return readable(raw, asked, { length, range });
  } catch (error) {
    raw.discard();
    throw error;
  }
}

interface Size {
  readonly length: number | undefined;
  readonly range: AnsweredRange | undefined;
}

function readable(raw: RawAnswer, asked: Asked, { length, range }: Size): Answer {
  const body = counted(raw.body, length, asked);
  const bytes = async (limit: number) => {
    try {
      refuseLonger(length, limit, asked.url);
    } catch (error) {
      raw.discard();
      throw error;
    }
    return collect(body, limit, asked.url);
  };
  return {
    status: raw.status,
    url: asked.url,
    length,
    range,
    body,
    header: (name) => raw.headers[name],
    bytes,
    text: async (limit) => Buffer.from(await bytes(limit)).toString("utf8"),
    discard: raw.discard,
  };
}

function checkedRange(raw: RawAnswer, asked: Asked): AnsweredRange {
  const header = raw.headers["content-range"] ?? "";
  const found = /^bytes (\d{1,15})-(\d{1,15})\/(\d{1,15})$/.exec(header);
  const range = {
    start: Number(found?.[1]),
    end: Number(found?.[2]) + 1,
    total: Number(found?.[3]),
  };
  const stated = statedLength(raw);
  const fits = asked.range !== undefined && isAskedFor(range, asked.range);
  if (fits && (stated === undefined || stated === range.end - range.start)) return range;
  throw new GosteadError(
    "bad-answer",
    `${asked.url}: asked for ${rangeHeader(asked.range)}, got content-range "${untrusted(header, 80)}"`,
    { fix: "use another source: this server does not honour ranges" },
  );
}

function isAskedFor(range: AnsweredRange, asked: ByteRange): boolean {
  if (range.start >= range.end || range.end > range.total) return false;
  if ("start" in asked) return range.start === asked.start && range.end === asked.end;
  return range.end === range.total && range.start === Math.max(0, range.total - asked.suffix);
}

/** The value of a Range header; `no range` only serves error messages. */
export function rangeHeader(range: ByteRange | undefined): string {
  if (range === undefined) return "no range";
  return "suffix" in range ? `bytes=-${range.suffix}` : `bytes=${range.start}-${range.end - 1}`;
}

function statedLength(raw: RawAnswer): number | undefined {
  const header = raw.headers["content-length"];
  return header !== undefined && /^\d{1,15}$/.test(header) ? Number(header) : undefined;
}

function refuseEncoding(raw: RawAnswer, url: string): void {
  const encoding = raw.headers["content-encoding"]?.toLowerCase() ?? "identity";
  if (encoding === "identity" || encoding === "") return;
  throw new GosteadError(
    "bad-answer",
    `${url}: content-encoding "${untrusted(encoding, 40)}" unasked`,
    {
      fix: "use another source: this server alters what it sends",
    },
  );
}

function refuseLonger(size: number | undefined, limit: number | undefined, url: string): void {
  if (size === undefined || limit === undefined || size <= limit) return;
  throw new GosteadError("bad-answer", `${url}: the answer is longer than ${limit} bytes`, {
    fix: "check that the address is the right one",
  });
}

async function* counted(
  body: AsyncIterable<Uint8Array>,
  length: number | undefined,
  { url, maxBytes }: Asked,
): AsyncGenerator<Uint8Array> {
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    refuseLonger(size, maxBytes, url);
    yield chunk;
  }
  if (length === undefined || size === length) return;
  throw new TransientError("bad-answer", `${url}: ${length} bytes were announced, ${size} came`);
}

async function collect(
  body: AsyncIterable<Uint8Array>,
  limit: number,
  url: string,
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    refuseLonger(size, limit, url);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
