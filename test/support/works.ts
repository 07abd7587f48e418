/**
 * The engine in this process, between a new home and an honest GOPROXY: for tests
 * beside src/toolchain, which call its functions and not the command line.
 */
import { execFileSync } from "node:child_process";
import { accessSync, constants, mkdtempSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { openHttp } from "#host/fetch.ts";
import { parsePlatform } from "#model/platform.ts";
import type { Release } from "#model/release.ts";
import { parseVersion } from "#model/version.ts";
import { openRoute } from "#source/route.ts";
import type { Engine } from "#toolchain/engine.ts";
import { engineOn } from "./engine.ts";
import { type GoProxy, startProxy } from "./goproxy.ts";
import { type Log, makeLog } from "./log.ts";
import { toyToolchain } from "./toolchain.ts";

export interface Works {
  readonly engine: Engine;
  readonly proxy: GoProxy;
  readonly log: Log;
  /** GOPROXY and GOSUMDB. */
  readonly env: Readonly<Record<string, string>>;
  /** Warnings, in order. */
  readonly said: string[];
  /** An empty directory outside the home. */
  readonly outside: string;
}

/** The umask that the command line sets: modes are part of what is tested. */
process.umask(0o022);

/** `1.22.6` is for linux-amd64; `1.22.6 linux-arm64` names another platform. */
export function releaseOf(text: string): Release {
  const [word = "", os = "linux-amd64"] = text.split(" ");
  const [version, platform] = [parseVersion(word), parsePlatform(os)];
  if (version === undefined || platform === undefined) throw new Error(`no release: ${text}`);
  return { version, platform };
}

interface Ends {
  after(end: () => Promise<void>): void;
}

/** Serves toys of these releases for as long as the test lasts, or the file: `{ after }` of node:test. */
export async function openWorks(t: Ends, releases: readonly string[]): Promise<Works> {
  const root = mkdtempSync(join(memoryOrDisk(), "gostead-test-"));
  const log = makeLog({ name: "log.gostead.test", seed: "works" });
  log.fill(40);
  const toolchains = releases.map((text) => {
    const [version = "", platform = "linux-amd64"] = text.split(" ");
    return toyToolchain(version, platform);
  });
  const proxy = await startProxy({ log, toolchains });
  log.fill(10);
  const env = { GOPROXY: proxy.url, GOSUMDB: log.verifierKey };
  const http = openHttp(env);
  t.after(async () => {
    await http.close();
    await proxy.close();
    await rm(root, { recursive: true, force: true, maxRetries: 3 });
  });
  const route = () => openRoute(http, proxy.url);
  return { ...engineAt(root, env, route), proxy, log, env };
}

/** A copy of a home with what is installed in it, hard links kept; lies that this test tells end with it. */
export function copyWorks(t: TestContext, works: Works): Works {
  const root = mkdtempSync(join(memoryOrDisk(), "gostead-test-"));
  execFileSync("cp", ["-a", works.engine.home.root, join(root, "home")]);
  t.after(() => rm(root, { recursive: true, force: true, maxRetries: 3 }));
  const lie: GoProxy["lie"] = (change) => {
    const told = works.proxy.lie(change);
    t.after(() => told.stop());
    return told;
  };
  const { env, log, engine } = works;
  return { ...engineAt(root, env, engine.route), proxy: { ...works.proxy, lie }, log, env };
}

function engineAt(root: string, env: Works["env"], route: Engine["route"]) {
  const said: string[] = [];
  const base = engineOn({ root: join(root, "home"), env });
  const watch = { ...base.watch, warn: (line: string) => void said.push(line) };
  return { engine: { ...base, route, watch }, said, outside: root };
}

/** Every install syncs its file system: in memory that costs nothing, beside a busy disk seconds. */
function memoryOrDisk(): string {
  const memory = "/dev/shm";
  try {
    accessSync(memory, constants.W_OK);
    return memory;
  } catch {
    return tmpdir();
  }
}
