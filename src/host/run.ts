/**
 * Running other programs: always an argument list, never a shell string. `run`
 * collects what a program says, in a process group of its own so that a time
 * limit ends its children too. `runInherited` lets it take our place at the
 * terminal.
 */
import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";
import { constants } from "node:os";
import { GosteadError } from "#model/error.ts";
import { monotonicMs } from "./clock.ts";
import { codeOf, type Env } from "./env.ts";
import { onInterrupt } from "./interrupt.ts";
import { restoreKept } from "./kept.ts";
import { untrusted } from "./text.ts";

const DEFAULT_MAX_BYTES = 16 << 20;
/** After its leader ended, how long a group may keep our pipes open. */
const LINGER_MS = 5000;

export interface RunOptions {
  readonly cwd?: string | undefined;
  /** The whole environment of the child; ours unless told. */
  readonly env?: Env | undefined;
  /** Ends the process group by SIGKILL after so many milliseconds. No limit unless told. */
  readonly timeoutMs?: number | undefined;
  /** What the child reads on stdin; nothing unless told. */
  readonly input?: string | Uint8Array | undefined;
  /** Keeps so many bytes each of stdout and stderr, and drops the rest; 16 MiB unless told. */
  readonly maxBytes?: number | undefined;
  /** Takes what the child says as it says it; nothing is collected of that stream. */
  readonly onStdout?: ((chunk: Uint8Array) => void) | undefined;
  readonly onStderr?: ((chunk: Uint8Array) => void) | undefined;
  /** Lets the child write to our stdout and stderr, and collects nothing. */
  readonly inherit?: boolean | undefined;
}

export interface RunResult {
  /** The exit status; null when a signal ended it. */
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly ms: number;
  readonly timedOut: boolean;
  /** True when stdout or stderr said more than was kept. */
  readonly truncated: boolean;
}

/** Runs a program to its end, whatever its status. Throws `child-failed` only when it cannot be started. */
export async function run(argv: readonly string[], options: RunOptions = {}): Promise<RunResult> {
  const begun = monotonicMs();
  const out = options.inherit === true ? "inherit" : "pipe";
  let child: ChildProcess | undefined;
  // Before the start: an interrupt may come as soon as the child lives.
  const release = onInterrupt(() => killGroup(child));
  try {
    child = launch(argv, {
      ...placeOf(options),
      detached: true,
      stdio: [options.input === undefined ? "ignore" : "pipe", out, out],
    });
    await started(child, argv);
    const stdout = collector(child.stdout, options.maxBytes, options.onStdout);
    const stderr = collector(child.stderr, options.maxBytes, options.onStderr);
    feed(child, options.input);
    const ending = await ended(child, options.timeoutMs);
    const truncated = stdout.truncated() || stderr.truncated();
    const ms = monotonicMs() - begun;
    return { ...ending, stdout: stdout.text(), stderr: stderr.text(), ms, truncated };
  } finally {
    release();
  }
}

/**
 * Runs a program with our stdin, stdout and stderr and gives its status, or
 * 128+n when signal n ended it. Signals sent to us go on to it; those that a
 * terminal sends reach it anyway. `stdoutToStderr` keeps our stdout for our own data.
 */
export async function runInherited(
  argv: readonly string[],
  options: Pick<RunOptions, "cwd" | "env"> & { readonly stdoutToStderr?: boolean } = {},
): Promise<number> {
  let child: ChildProcess | undefined;
  const out = options.stdoutToStderr === true ? 2 : "inherit";
  // Before the start: a signal may come as soon as the child can send one.
  const stop = forwardSignals((signal) => child?.kill(signal));
  try {
    child = launch(argv, { ...placeOf(options), stdio: ["inherit", out, "inherit"] });
    await started(child, argv);
    return await statusOf(child);
  } finally {
    stop();
  }
}

function statusOf(child: ChildProcess): Promise<number> {
  const { promise, resolve } = Promise.withResolvers<number>();
  child.once("exit", (code, signal) => {
    resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal]));
  });
  return promise;
}

function placeOf({ cwd, env }: Pick<RunOptions, "cwd" | "env">): SpawnOptions {
  return {
    ...(cwd === undefined ? {} : { cwd }),
    env: { ...(env ?? restoreKept(process.env)) },
  };
}

function launch([program = "", ...rest]: readonly string[], options: SpawnOptions): ChildProcess {
  return spawn(program, rest, options);
}

/** Resolves once the child runs. */
function started(child: ChildProcess, [program = ""]: readonly string[]): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  child.once("spawn", resolve);
  child.once("error", (cause) => {
    const reason = codeOf(cause) === "ENOENT" ? "no such program or directory" : codeOf(cause);
    reject(
      new GosteadError("child-failed", `cannot start ${untrusted(program)}: ${reason}`, {
        fix: `install ${untrusted(program)}, or put it on PATH`,
        cause,
      }),
    );
  });
  return promise;
}

interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly timedOut: boolean;
}

/** Resolves when the child ended and its pipes are closed, or lingered too long. */
function ended(child: ChildProcess, timeoutMs: number | undefined): Promise<Ending> {
  const { promise, resolve } = Promise.withResolvers<Ending>();
  let timedOut = false;
  const onLimit = () => {
    timedOut = true;
    killGroup(child);
  };
  const timer = timeoutMs === undefined ? undefined : setTimeout(onLimit, timeoutMs);
  child.once("exit", () => {
    const closePipes = () => {
      child.stdout?.destroy();
      child.stderr?.destroy();
    };
    setTimeout(closePipes, LINGER_MS).unref();
  });
  child.once("close", (code, signal) => {
    clearTimeout(timer);
    resolve({ code, signal, timedOut });
  });
  return promise;
}

function killGroup(child: ChildProcess | undefined): void {
  if (child?.pid === undefined) return;
  try {
    process.kill(-child.pid, "SIGKILL");
  } catch {
    // The whole group has ended already.
  }
}

function feed(child: ChildProcess, input: string | Uint8Array | undefined): void {
  if (input === undefined) return;
  // A child that does not read to the end closes the pipe: its status tells what that means.
  child.stdin?.on("error", () => {});
  child.stdin?.end(input);
}

interface Collector {
  text(): string;
  truncated(): boolean;
}

function collector(
  stream: NodeJS.ReadableStream | null,
  maxBytes = DEFAULT_MAX_BYTES,
  take?: (chunk: Uint8Array) => void,
): Collector {
  const chunks: Buffer[] = [];
  let room = maxBytes;
  let truncated = false;
  stream?.on("data", (chunk: Buffer) => {
    if (take !== undefined) return take(chunk);
    if (chunk.length > room) truncated = true;
    if (room > 0) chunks.push(chunk.subarray(0, room));
    room -= Math.min(room, chunk.length);
  });
  return { text: () => Buffer.concat(chunks).toString("utf8"), truncated: () => truncated };
}

/** A terminal sends SIGINT and SIGQUIT to its whole foreground group: passing them on would double them. */
function forwardSignals(send: (signal: NodeJS.Signals) => void): () => void {
  const fromTerminal = process.stdin.isTTY === true;
  const handlers = new Map<NodeJS.Signals, () => void>();
  for (const signal of ["SIGTERM", "SIGHUP", "SIGUSR1", "SIGUSR2"] as const) {
    handlers.set(signal, () => send(signal));
  }
  for (const signal of ["SIGINT", "SIGQUIT"] as const) {
    handlers.set(signal, fromTerminal ? () => {} : () => send(signal));
  }
  for (const [signal, handler] of handlers) process.on(signal, handler);
  return () => {
    for (const [signal, handler] of handlers) process.off(signal, handler);
  };
}
