/**
 * One request on the wire and its answer, by undici's dispatch interface: no
 * stream objects between the socket and the reader. Ends with the status line;
 * the body follows as it is read.
 */
import type { Dispatcher } from "undici";
import type { RawAnswer } from "./answer.ts";
import { type Body, openBody, type StallLimits } from "./body.ts";
import type { ConnectSettings } from "./connect.ts";
import { connectionFailure, type Route } from "./failure.ts";
import { TransientError } from "./transient.ts";

export interface Exchange {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal | undefined;
  readonly route: Route;
  readonly limits: StallLimits & ConnectSettings;
  /** Told of every chunk's size. */
  readonly onBytes: (bytes: number) => void;
}

/** The answer to a GET. Throws what `connectionFailure` says, or the signal's reason. */
export function exchange(dispatcher: Dispatcher, request: Exchange): Promise<RawAnswer> {
  const { url, headers, signal, limits } = request;
  signal?.throwIfAborted();
  const { promise, resolve, reject } = Promise.withResolvers<RawAnswer>();
  const call: Call = { controller: undefined, body: undefined, stopped: undefined };
  const stop = (reason: Error) => {
    finish();
    call.stopped ??= reason;
    call.body?.fail(reason);
    reject(reason);
    call.controller?.abort(reason);
  };
  const onAbort = () => stop(signal?.reason);
  const timer = setTimeout(() => stop(noAnswer(request)), limits.connectMs + limits.headersMs);
  const finish = () => {
    clearTimeout(timer);
    signal?.removeEventListener("abort", onAbort);
  };
  const answered = (answer: RawAnswer) => {
    clearTimeout(timer);
    resolve(answer);
  };
  signal?.addEventListener("abort", onAbort);
  const options = { origin: url.origin, path: url.pathname + url.search, method: "GET", headers };
  dispatcher.dispatch(options, handlerOf(request, call, { answered, finish, reject }));
  return promise;
}

interface Call {
  controller: Dispatcher.DispatchController | undefined;
  body: Body | undefined;
  stopped: Error | undefined;
}

interface Ends {
  answered(answer: RawAnswer): void;
  finish(): void;
  reject(error: Error): void;
}

function handlerOf(request: Exchange, call: Call, ends: Ends): Dispatcher.DispatchHandler {
  return {
    onRequestStart(controller) {
      call.controller = controller;
      if (call.stopped !== undefined) controller.abort(call.stopped);
    },
    onResponseStart(controller, status, headers) {
      if (status < 200) return;
      const body = openBody(controller, request.limits, request.route.host);
      call.body = body;
      const answer = { status, headers: flatHeaders(headers), body, discard: body.discard };
      ends.answered(answer);
    },
    onResponseData(_controller, chunk) {
      request.onBytes(chunk.length);
      call.body?.push(chunk);
    },
    onResponseEnd() {
      ends.finish();
      call.body?.end();
    },
    onResponseError(_controller, error) {
      ends.finish();
      if (call.body !== undefined) call.body.fail(cutShort(error, request));
      else ends.reject(connectionFailure(error, request.route));
    },
  };
}

function flatHeaders(headers: Readonly<Record<string, string | string[] | undefined>>) {
  const flat: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    flat[name.toLowerCase()] = Array.isArray(value) ? value.join(", ") : (value ?? "");
  }
  return flat;
}

function noAnswer({ route, limits }: Exchange): TransientError {
  const seconds = (limits.connectMs + limits.headersMs) / 1000;
  return new TransientError("no-network", `${route.host} did not answer within ${seconds} s`, {
    fix: "try again, or name another source in GOPROXY",
  });
}

function cutShort(cause: Error, { route }: Exchange): TransientError {
  return new TransientError("bad-answer", `${route.host} ended its answer too early`, {
    fix: "try again, or name another source in GOPROXY",
    cause,
  });
}
