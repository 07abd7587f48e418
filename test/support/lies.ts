/**
 * The lies a mirror or a network can tell, as changes to the honest double
 * (goproxy.ts). Those named after content change the file itself, so that
 * every range of it agrees; those named after transport change one answer.
 */
import type { ServerResponse } from "node:http";
import type { Answer, Lie } from "./goproxy.ts";

/** Paths of the things lied about. */
export const ON = {
  zip: /\.zip$/,
  list: /\/@v\/list$/,
  lookup: /\/sumdb\/.*\/lookup\//,
  latest: /\/sumdb\/.*\/latest$/,
  tile: /\/sumdb\/.*\/tile\//,
  sumdb: /\/sumdb\//,
  all: /./,
} as const;

// Content

/** One bit changed at an offset: from the start, from the end when negative, else in the middle. */
export function flip(on: RegExp, at?: number): Lie {
  return {
    on,
    body(body) {
      const copy = Buffer.from(body);
      const index = at === undefined ? copy.length >> 1 : at < 0 ? copy.length + at : at;
      copy.writeUInt8(copy.readUInt8(index) ^ 1, index);
      return copy;
    },
  };
}

/** Other bytes in place of the file. */
export function replace(on: RegExp, body: string | Buffer): Lie {
  return { on, body: () => Buffer.from(body) };
}

/** The text changed where `from` stands in it. */
export function edit(on: RegExp, from: string | RegExp, to: string): Lie {
  return { on, body: (body) => Buffer.from(body.toString("latin1").replace(from, to), "latin1") };
}

/** The last signature of a note with one bit of it changed: the key hash stays right. */
export function badSignature(on: RegExp): Lie {
  return {
    on,
    body(body) {
      const text = body.toString();
      const at = text.lastIndexOf(" ") + 1;
      const signature = Buffer.from(text.slice(at), "base64");
      signature.writeUInt8(signature.readUInt8(20) ^ 1, 20);
      return Buffer.from(`${text.slice(0, at)}${signature.toString("base64")}\n`);
    },
  };
}

/** The file ends early, and the answer's length says so too. */
export function shorten(on: RegExp, keep: number): Lie {
  return { on, body: (body) => body.subarray(0, keep) };
}

// Transport

/** Any status in place of the answer. */
export function status(
  on: RegExp,
  code: number,
  also: { text?: string; headers?: Record<string, string> } = {},
): Lie {
  const body = Buffer.from(also.text ?? `status ${code}\n`);
  const headers = { "content-type": "text/plain", ...also.headers };
  return { on, answer: () => ({ status: code, headers, body }) };
}

/** A captive portal: 200 and a page. */
export function html(on: RegExp): Lie {
  return status(on, 200, {
    text: "<!DOCTYPE html>\n<html><title>Please log in</title></html>\n",
    headers: { "content-type": "text/html" },
  });
}

export function redirect(on: RegExp, to: string, code = 302): Lie {
  return status(on, code, { headers: { location: to } });
}

/** Each answer sends the client back to the address it asked for. */
export function redirectLoop(on: RegExp): Lie {
  const body = Buffer.alloc(0);
  return {
    on,
    answer: (_, { asked }) => ({ status: 302, headers: { location: asked.path }, body }),
  };
}

/** Range is not understood: 200 and everything, as Athens does. */
export function ignoreRange(on: RegExp): Lie {
  return {
    on,
    answer: (_, { whole }) => ({
      status: 200,
      headers: { "content-type": "application/octet-stream" },
      body: whole,
    }),
  };
}

/** 206 with bytes from `shift` further on; Content-Range says what was asked (`claims`) or sent. */
export function wrongRange(on: RegExp, shift: number, claims: "asked" | "sent"): Lie {
  return {
    on,
    answer(answer, { whole }) {
      const [, from] = /^bytes (\d+)-/.exec(answer.headers["content-range"] ?? "") ?? [];
      if (from === undefined) return answer;
      const start = Math.max(0, Math.min(Number(from) + shift, whole.length - answer.body.length));
      const body = whole.subarray(start, start + answer.body.length);
      const sent = `bytes ${start}-${start + body.length - 1}/${whole.length}`;
      const headers =
        claims === "asked" ? answer.headers : { ...answer.headers, "content-range": sent };
      return { ...answer, headers, body };
    },
  };
}

/** Basic auth is asked for, and answered honestly once given. */
export function needAuth(on: RegExp, user: string, password: string): Lie {
  const right = `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`;
  const headers = { "www-authenticate": 'Basic realm="test"' };
  const refusal = { status: 401, headers, body: Buffer.from("who are you?\n") };
  return {
    on,
    answer: (answer, { asked }) => (asked.headers.authorization === right ? answer : refusal),
  };
}

// Delivery

/** The whole length is announced, `keep` bytes come, then the connection ends. */
export function truncate(on: RegExp, keep: number): Lie {
  return delivered(on, (response, answer) => {
    announce(response, answer);
    response.write(answer.body.subarray(0, keep), () => response.destroy());
  });
}

/** As truncate, but the connection is reset (RST), not ended. */
export function reset(on: RegExp, keep: number): Lie {
  return delivered(on, (response, answer) => {
    announce(response, answer);
    response.write(answer.body.subarray(0, keep), () => response.socket?.resetAndDestroy());
  });
}

/** Slow-loris: one byte at a time, for ever slower than anyone would wait. */
export function drip(on: RegExp, everyMs: number): Lie {
  return delivered(on, (response, answer) => {
    announce(response, answer);
    let at = 0;
    const timer = setInterval(() => {
      if (at < answer.body.length) response.write(answer.body.subarray(at, ++at));
      else response.end();
    }, everyMs);
    response.on("close", () => clearInterval(timer));
  });
}

/** Head and `keep` bytes of body come, then nothing, and the connection stays. */
export function stall(on: RegExp, keep = 0): Lie {
  return delivered(on, (response, answer) => {
    announce(response, answer);
    response.flushHeaders();
    if (keep > 0) response.write(answer.body.subarray(0, keep));
  });
}

/** Not even a head comes. */
export function silence(on: RegExp): Lie {
  return delivered(on, () => {});
}

/** The answer only after so long, whole and right. */
export function delay(on: RegExp, ms: number): Lie {
  return delivered(on, (response, answer) => {
    const timer = setTimeout(() => {
      announce(response, answer);
      response.end(answer.body);
    }, ms);
    response.on("close", () => clearTimeout(timer));
  });
}

function delivered(on: RegExp, deliver: NonNullable<Answer["deliver"]>): Lie {
  return { on, answer: (answer) => ({ ...answer, deliver }) };
}

function announce(response: ServerResponse, { status: code, headers, body }: Answer): void {
  response.writeHead(code, { ...headers, "content-length": body.length });
}
