/**
 * A file: URL answered as a web server would answer it, so that a directory
 * serves wherever a proxy does: 200, 206, 403, 404 and 416.
 */
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { GosteadError } from "#model/error.ts";
import type { AnsweredRange, ByteRange, RawAnswer } from "./answer.ts";
import { codeOf, isAbsent } from "./env.ts";
import { redactUrl } from "./text.ts";

const CHUNK_BYTES = 1 << 20;

export interface FileRequest {
  readonly range: ByteRange | undefined;
  readonly signal: AbortSignal | undefined;
  /** Told of every chunk's size. */
  readonly onBytes: (bytes: number) => void;
}

/** The answer for a file. Throws `bad-setting` for a file: URL that names no local path. */
export async function fileAnswer(url: URL, request: FileRequest): Promise<RawAnswer> {
  const path = localPath(url);
  const size = await sizeOf(path);
  if (typeof size === "string") return emptyAnswer(size === "absent" ? 404 : 403);
  if (request.range === undefined) {
    return streamed(path, { start: 0, end: size, total: size }, request);
  }
  const range = within(request.range, size);
  return range === undefined ? emptyAnswer(416) : streamed(path, range, request);
}

function localPath(url: URL): string {
  try {
    return fileURLToPath(url);
  } catch (cause) {
    throw new GosteadError("bad-setting", `${redactUrl(url.href)} names no local file`, {
      fix: "write it as file:///absolute/path",
      cause,
    });
  }
}

async function sizeOf(path: string): Promise<number | "absent" | "refused"> {
  try {
    const found = await stat(path);
    return found.isFile() ? found.size : "absent";
  } catch (error) {
    if (isAbsent(error)) return "absent";
    if (codeOf(error) === "EACCES" || codeOf(error) === "EPERM") return "refused";
    throw new GosteadError("io", `cannot look at ${path}`, { cause: error });
  }
}

function within(asked: ByteRange, total: number): AnsweredRange | undefined {
  const start = "suffix" in asked ? Math.max(0, total - asked.suffix) : asked.start;
  const end = "suffix" in asked ? total : Math.min(asked.end, total);
  return start < end ? { start, end, total } : undefined;
}

function streamed(path: string, range: AnsweredRange, request: FileRequest): RawAnswer {
  const { start, end, total } = range;
  const part = request.range !== undefined;
  const contentRange = part ? { "content-range": `bytes ${start}-${end - 1}/${total}` } : {};
  return {
    status: part ? 206 : 200,
    headers: { "content-length": String(end - start), ...contentRange },
    body: end > start ? chunks(path, range, request) : nothing(),
    discard: () => {},
  };
}

/** Opens the file only when the reader starts. */
async function* chunks(
  path: string,
  { start, end }: AnsweredRange,
  request: FileRequest,
): AsyncGenerator<Uint8Array> {
  const { signal, onBytes } = request;
  const options = { start, end: end - 1, highWaterMark: CHUNK_BYTES };
  const stream = createReadStream(path, signal === undefined ? options : { ...options, signal });
  try {
    for await (const chunk of stream) {
      onBytes(chunk.length);
      yield chunk;
    }
  } catch (cause) {
    signal?.throwIfAborted();
    throw new GosteadError("io", `cannot read ${path}`, { cause });
  }
}

function emptyAnswer(status: number): RawAnswer {
  return { status, headers: { "content-length": "0" }, body: nothing(), discard: () => {} };
}

async function* nothing(): AsyncGenerator<Uint8Array> {}
