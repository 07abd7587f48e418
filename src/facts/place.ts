/**
 * Where facts are gathered: this machine, or a recorded one. A recorded machine
 * is a directory that holds the files as they stood, from `/` on, and
 * `machine.json`:
 *
 *   {"about": "…", "env": {"PATH": "/usr/bin"}, "cwd": "/home/u", "platform": "linux_amd64",
 *    "run": {"uname -srm": {"code": 0, "stdout": "Linux 6.1.0 x86_64\n"}}}
 *
 * No program is ever run for it, and no network asked: `run` holds what they said, `network` what
 * servers answered (networkread.ts). Owners and modes: ownership.ts; the policy that is asked
 * about: recordedasked.ts. The root of another system (a chroot, a mounted disk) is one
 * without a record: what its files do not tell stays unknown.
 */
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { codeOf, type Env, isAbsent } from "#host/env.ts";
import type { Host } from "#host/host.ts";
import { homePaths } from "#host/paths.ts";
import { userId } from "#host/safehome.ts";
import { GosteadError } from "#model/error.ts";
import type { CacheProgress } from "./cacheread.ts";
import type { Fact, Machine } from "./fact.ts";
import { type Network, noNetwork, recordedNetwork } from "./network.ts";
import { type Ownership, REAL_OWNERSHIP, recordedOwnership } from "./ownership.ts";
import type { Read, RunAnswer, RunRead } from "./read.ts";
import { recordedAsked, recordedFault } from "./recordedasked.ts";

export const TIMEOUT_MS = 2000;

export interface Place extends Machine {
  /** `/` for this machine. */
  readonly root: string;
  /** For each fact. */
  readonly timeoutMs: number;
  readonly ownership: Ownership;
  readonly network: Network;
  /** Who shows how a build cache is read; nobody unless told. */
  readonly cacheProgress?: CacheProgress;
  run(read: RunRead, timeoutMs: number): Promise<RunAnswer>;
  /** Where no file system is asked: answers every other read, throws for what it does not know. */
  answer?(read: Exclude<Read, RunRead>): unknown;
  /** Where facts were gathered before: that fact, or undefined for one to gather now. */
  stored?(name: string): Fact<unknown> | undefined;
}

/** The machine we run on, its network left alone; who asks says more by `{ ...thisPlace(host), network, asked }`. */
export function thisPlace(host: Host, timeoutMs = TIMEOUT_MS): Place {
  const { env, cwd } = host;
  const { os, arch } = host.platform;
  return {
    root: "/",
    env,
    cwd,
    gostead: gosteadOf(env),
    uid: userId(),
    ownership: REAL_OWNERSHIP,
    platform: `${os}_${arch}`,
    timeoutMs,
    network: noNetwork("the network was not to be used"),
    run: (read, limit) => runHere(host, read, limit),
  };
}

async function runHere(host: Host, { argv, max }: RunRead, timeoutMs: number): Promise<RunAnswer> {
  try {
    const ran = await host.run(argv, { timeoutMs, maxBytes: max, cwd: host.cwd, env: host.env });
    if (ran.timedOut) return failed(`${argv[0]} did not end within ${timeoutMs / 1000} s`);
    if (ran.truncated) return failed(`${argv[0]} said more than ${max} bytes`);
    if (ran.code === null) return failed(`${argv[0]} was ended by ${ran.signal}`);
    return { is: "ended", code: ran.code, stdout: ran.stdout, stderr: ran.stderr };
  } catch (error) {
    if (error instanceof GosteadError) return failed(error.message);
    throw error;
  }
}

function failed(reason: string): RunAnswer {
  return { is: "failed", reason };
}

/** A recorded machine. Throws `usage` when `directory` is none. */
export async function recordedPlace(directory: string, timeoutMs = TIMEOUT_MS): Promise<Place> {
  const root = resolve(directory);
  const record = objectOr(await recordOf(root));
  const { env, cwd, platform, run, uid, status, network } = parseRecord(record);
  return {
    root,
    asked: await recordedAsked(record, root),
    settingsFault: recordedFault(record),
    env,
    cwd,
    gostead: gosteadOf(env),
    uid,
    ownership: recordedOwnership({ uid, home: env.HOME, gostead: gosteadOf(env), status }),
    platform,
    timeoutMs,
    network: recordedNetwork(network),
    run: async ({ argv }) => {
      const line = argv.join(" ");
      const said = run[line];
      if (said === undefined) return failed(`${line} was not recorded`);
      return { is: "ended", code: said.code, stdout: said.stdout, stderr: said.stderr ?? "" };
    },
  };
}

interface Said {
  readonly code: number;
  readonly stdout: string;
  readonly stderr?: string;
}

interface RecordFile {
  readonly env: Env;
  readonly cwd: string;
  readonly platform: string;
  readonly uid: number;
  readonly status: Readonly<Record<string, unknown>>;
  readonly run: Readonly<Record<string, Said>>;
  /** As network.ts reads it. */
  readonly network: unknown;
}

async function recordOf(root: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(join(root, "machine.json"), "utf8"));
  } catch (cause) {
    if (cause instanceof SyntaxError) throw noMachine(root, "its machine.json is no JSON", cause);
    if (!isAbsent(cause)) throw noMachine(root, codeOf(cause) ?? "it cannot be read", cause);
    if (isSystemRoot(root)) return {};
    throw noMachine(root, "it has no machine.json", cause);
  }
}

/** Every system has these two, a project seldom both. */
function isSystemRoot(root: string): boolean {
  return existsSync(join(root, "etc")) && existsSync(join(root, "usr"));
}

function noMachine(root: string, why: string, cause?: unknown): GosteadError {
  return new GosteadError("usage", `${root} is no recorded machine: ${why}`, {
    fix: "name a directory with a machine.json (docs/reference/facts.md says what stands in it)",
    cause,
  });
}

function parseRecord(record: Readonly<Record<string, unknown>>): RecordFile {
  const { cwd, platform, uid } = record;
  return {
    env: strings(objectOr(record.env)),
    cwd: typeof cwd === "string" && cwd.startsWith("/") ? cwd : "/",
    platform: typeof platform === "string" ? platform : "linux_amd64",
    uid: typeof uid === "number" ? uid : 1000,
    status: objectOr(record.status),
    network: record.network,
    run: Object.fromEntries(
      Object.entries(objectOr(record.run)).map(([line, said]) => [line, parseSaid(objectOr(said))]),
    ),
  };
}

function parseSaid({ code, stdout, stderr }: Readonly<Record<string, unknown>>): Said {
  return {
    code: typeof code === "number" ? code : 0,
    stdout: typeof stdout === "string" ? stdout : "",
    stderr: typeof stderr === "string" ? stderr : "",
  };
}

function objectOr(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}

function strings(value: Readonly<Record<string, unknown>>): Env {
  const kept = Object.entries(value).filter(([, one]) => typeof one === "string");
  return Object.fromEntries(kept) as Env;
}

/** GOSTEAD_HOME as it counts there; undefined where nothing names it. */
export function gosteadOf(env: Env): string | undefined {
  try {
    return homePaths(env).root;
  } catch {
    return undefined;
  }
}
