/**
 * One GET and what it tells of the way there: status, time, whether a web page
 * came instead, whether it led elsewhere, and how far the server's clock is
 * from ours. Never throws for what the network does.
 */
import { GosteadError } from "#model/error.ts";
import type { Answer, ByteRange } from "./answer.ts";
import { monotonicMs, now } from "./clock.ts";
import type { Http } from "./fetch.ts";
import { retryAfterMs } from "./retry.ts";
import { untrusted } from "./text.ts";

export interface GetQuestion {
  readonly url: string;
  /** Of the body, no more than so many bytes are read. */
  readonly max: number;
  readonly timeoutMs: number;
  readonly range?: ByteRange;
}

export type GetProbe =
  | {
      readonly is: "answered";
      readonly status: number;
      readonly ms: number;
      /** Where redirects led, redacted; null when the answer came from the host that was asked. */
      readonly movedTo: string | null;
      /** The content is a web page. */
      readonly html: boolean;
      /** It is the part that was asked for (206). */
      readonly ranged: boolean;
      /** Seconds that Retry-After asks for. */
      readonly retryAfterS: number | null;
      /** Whole seconds that our clock is ahead of the server's Date; null without one. */
      readonly clockAheadS: number | null;
      /** The beginning of the body. */
      readonly body: string;
    }
  | {
      readonly is: "failed";
      readonly code: string;
      readonly reason: string;
      readonly ms: number;
    };

export async function probeGet(http: Http, question: GetQuestion): Promise<GetProbe> {
  const { url, timeoutMs, range, max } = question;
  const begun = monotonicMs();
  const elapsed = () => Math.round(monotonicMs() - begun);
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const answer = await http.get({ url, signal, ...(range && { range }) });
    const ahead = clockAhead(answer.header("date"));
    const body = await beginning(answer, max);
    return { is: "answered", ms: elapsed(), clockAheadS: ahead, ...told(answer, body, url) };
  } catch (error) {
    if (signal.aborted) {
      const reason = `no whole answer within ${timeoutMs / 1000} s`;
      return { is: "failed", code: "timeout", reason, ms: elapsed() };
    }
    if (!(error instanceof GosteadError)) throw error;
    return { is: "failed", code: error.code, reason: error.message, ms: elapsed() };
  }
}

function told(answer: Answer, body: string, asked: string) {
  const type = answer.header("content-type") ?? "";
  const wait = retryAfterMs(answer.header("retry-after"));
  const from = URL.parse(answer.url)?.origin;
  return {
    status: answer.status,
    movedTo: from === URL.parse(asked)?.origin ? null : untrusted(answer.url, 200),
    html: /^text\/html\b/i.test(type) || /^\s*<(!doctype html|html)\b/i.test(body),
    ranged: answer.range !== undefined,
    retryAfterS: wait === undefined ? null : Math.ceil(wait / 1000),
    body,
  };
}

async function beginning(answer: Answer, max: number): Promise<string> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of answer.body) {
    pieces.push(piece);
    size += piece.length;
    if (size >= max) break;
  }
  return Buffer.concat(pieces).subarray(0, max).toString("utf8");
}

/** A Date header has whole seconds (RFC 9110 §5.6.7). */
function clockAhead(date: string | undefined): number | null {
  const theirs = date === undefined ? Number.NaN : Date.parse(date);
  return Number.isNaN(theirs) ? null : Math.round((now().getTime() - theirs) / 1000);
}
