/** A zip that comes whole: streamed to a private file, and read from there. */
import { createReadStream, createWriteStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import type { Answer } from "#host/answer.ts";

export interface Spool {
  readonly path: string;
  /** Told of every chunk, and of the size when the server said it; throws to refuse the rest. */
  readonly onBytes: (count: number, total: number) => void;
}

/** Bytes written. A transfer that failed before may have left a part: it is overwritten. */
export async function spoolAnswer(answer: Answer, { path, onBytes }: Spool): Promise<number> {
  let received = 0;
  const counted = async function* () {
    for await (const chunk of answer.body) {
      received += chunk.length;
      onBytes(chunk.length, answer.length ?? 0);
      yield chunk;
    }
  };
  await pipeline(counted(), createWriteStream(path, { flags: "w", mode: 0o600 }));
  return received;
}

export async function* readSpool(
  path: string,
  start: number,
  end: number,
): AsyncGenerator<Uint8Array> {
  if (end > start) yield* createReadStream(path, { start, end: end - 1, highWaterMark: 1 << 20 });
}
