/**
 * A machine of its own for each test: an empty HOME and GOSTEAD_HOME, and the
 * CLI bundle run in an environment built from nothing, so that no GO*, proxy,
 * CI or npm variable of whoever runs the tests can reach it.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { constants } from "node:fs";
import { chmod, lstat, mkdir, mkdtemp, readdir, readFile, readlink, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const BUNDLE = fileURLToPath(new URL("../../dist/main.js", import.meta.url));

const RUN_TIMEOUT_MS = 120_000;

export interface Home {
  /** Holds everything of this test, and goes with it. */
  readonly root: string;
  /** HOME: empty. */
  readonly user: string;
  /** GOSTEAD_HOME: does not exist yet. */
  readonly gostead: string;
  /** TMPDIR: empty, so that what is left behind shows. */
  readonly tmp: string;
}

export interface RunOptions {
  readonly home: Home;
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly input?: string;
  readonly timeoutMs?: number;
}

export interface Ran {
  /** Exit code; null when a signal ended it. */
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `use` with a new home and removes it afterwards, read-only trees and all. */
export async function withHome<T>(use: (home: Home) => Promise<T>): Promise<T> {
  const root = await mkdtemp(join(tmpdir(), "gostead-test-"));
  const home = {
    root,
    user: join(root, "user"),
    gostead: join(root, "gostead"),
    tmp: join(root, "tmp"),
  };
  await mkdir(home.user);
  await mkdir(home.tmp);
  try {
    return await use(home);
  } finally {
    await makeWritable(root);
    await rm(root, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** Every variable the CLI sees, before a test adds its own. */
export function environment(home: Home): Record<string, string> {
  return {
    PATH: "/usr/bin:/bin",
    HOME: home.user,
    GOSTEAD_HOME: home.gostead,
    TMPDIR: home.tmp,
    LANG: "C.UTF-8",
    TZ: "UTC",
  };
}

/** Starts the bundle; for tests that kill it or run several. */
export function startGostead(args: readonly string[], options: RunOptions): ChildProcess {
  return spawn(process.execPath, [BUNDLE, ...args], {
    env: { ...environment(options.home), ...options.env },
    cwd: options.cwd ?? options.home.user,
    stdio: "pipe",
  });
}

/** Runs the bundle to its end; throws when it takes longer than `timeoutMs` (two minutes). */
export async function runGostead(args: readonly string[], options: RunOptions): Promise<Ran> {
  return await finished(startGostead(args, options), options);
}

/** Feeds `input`, collects the output and waits for the end of a child. */
export async function finished(
  child: ChildProcess,
  { input, timeoutMs = RUN_TIMEOUT_MS }: Pick<RunOptions, "input" | "timeoutMs"> = {},
): Promise<Ran> {
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout?.on("data", (chunk: Buffer) => out.push(chunk));
  child.stderr?.on("data", (chunk: Buffer) => err.push(chunk));
  child.stdin?.on("error", () => {});
  child.stdin?.end(input);
  const timer = setTimeout(() => child.kill("SIGKILL"), timeoutMs);
  const start = performance.now();
  const [code, signal] = await new Promise<[number | null, NodeJS.Signals | null]>((end, fail) => {
    child.on("error", fail);
    child.on("close", (...status) => end(status));
  });
  clearTimeout(timer);
  const [stdout, stderr] = [Buffer.concat(out).toString(), Buffer.concat(err).toString()];
  if (performance.now() - start >= timeoutMs) {
    throw new Error(
      `no end after ${timeoutMs} ms: ${child.spawnargs.join(" ")}\n${stdout}${stderr}`,
    );
  }
  return { code, signal, stdout, stderr };
}

/**
 * Everything below a directory, by name: `file 0444 <sha256>`, `directory 0755`,
 * `link -> target`. Empty when there is no such directory. Compare two with
 * deepEqual to show that nothing changed.
 */
export async function snapshot(directory: string): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const name of await names(directory)) {
    found[name] = await describe(join(directory, name));
  }
  return found;
}

/** Names of everything below a directory, sorted; none when it does not exist. */
export async function names(directory: string): Promise<string[]> {
  try {
    return (await readdir(directory, { recursive: true })).sort();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}

/** One name's kind, mode and content. */
export async function describe(path: string): Promise<string> {
  const status = await lstat(path);
  const mode = (status.mode & 0o7777).toString(8).padStart(4, "0");
  if (status.isSymbolicLink()) return `link -> ${await readlink(path)}`;
  if (status.isDirectory()) return `directory ${mode}`;
  if (!status.isFile()) return `special ${(status.mode & constants.S_IFMT).toString(8)}`;
  const digest = createHash("sha256")
    .update(await readFile(path))
    .digest("hex");
  return `file ${mode} ${digest}`;
}

/** Directories that forbid it to their owner would survive rm. */
async function makeWritable(directory: string): Promise<void> {
  if (process.getuid?.() === 0) return;
  await chmod(directory, 0o755);
  for (const entry of await readdir(directory, { withFileTypes: true })) {
    if (entry.isDirectory()) await makeWritable(join(directory, entry.name));
  }
}
