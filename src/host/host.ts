/**
 * The machine as one value, made once in cli and handed on: what differs
 * between machines and tests. Home and platform are found when first asked
 * for, so that a command that needs neither works without them.
 */
import { GosteadError } from "#model/error.ts";
import { type Platform, platformOfNode } from "#model/platform.ts";
import { monotonicMs, now, sleep } from "./clock.ts";
import { type Env, readEnv } from "./env.ts";
import { type Http, openHttp } from "./fetch.ts";
import type { Home } from "./paths.ts";
import type { run, runInherited } from "./run.ts";
import { safeHome } from "./safehome.ts";

export interface Host {
  readonly env: Env;
  /** Throws `bad-setting` when the environment names no home. */
  readonly home: Home;
  /** Absolute. Throws `io` when the directory is gone. */
  readonly cwd: string;
  /** Throws `unsupported-platform` where Go has no name for this machine. */
  readonly platform: Platform;
  /** The one client of this process, opened at the first call. */
  http(): Http;
  /** Ends what was opened: connections. */
  close(): Promise<void>;
  readonly now: typeof now;
  readonly monotonicMs: typeof monotonicMs;
  readonly sleep: typeof sleep;
  readonly run: typeof run;
  readonly runInherited: typeof runInherited;
}

/** The machine we run on; `env` stands in for its environment. */
export function realHost(env: Env = readEnv()): Host {
  let client: Http | undefined;
  return {
    env,
    get cwd() {
      return workingDirectory();
    },
    get home() {
      return safeHome(env);
    },
    get platform() {
      return thisPlatform();
    },
    http() {
      client ??= openHttp(env);
      return client;
    },
    async close() {
      await client?.close();
      client = undefined;
    },
    now,
    monotonicMs,
    sleep,
    // Loaded with the first child: node:child_process costs every start some milliseconds.
    run: async (...args) => (await import("./run.ts")).run(...args),
    runInherited: async (...args) => (await import("./run.ts")).runInherited(...args),
  };
}

function workingDirectory(): string {
  try {
    return process.cwd();
  } catch (cause) {
    throw new GosteadError("io", "the working directory is gone", {
      fix: "change to a directory that exists",
      cause,
    });
  }
}

function thisPlatform(): Platform {
  const platform = platformOfNode(process.platform, process.arch);
  if (platform !== undefined) return platform;
  const name = `${process.platform}-${process.arch}`;
  throw new GosteadError("unsupported-platform", `Go has no toolchain for ${name}`);
}
