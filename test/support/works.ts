/**
 * The engine in this process, between a new home and an honest GOPROXY: for tests
 * beside src/toolchain, which call its functions and not the command line.
 */
import { mkdtempSync } from "node:fs";
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

/** Serves toys of these releases for as long as the test lasts. */
export async function openWorks(t: TestContext, releases: readonly string[]): Promise<Works> {
  const root = mkdtempSync(join(tmpdir(), "gostead-test-"));
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
  const said: string[] = [];
  const base = engineOn({ root: join(root, "home"), env });
  const watch = { ...base.watch, warn: (line: string) => void said.push(line) };
  t.after(async () => {
    await http.close();
    await proxy.close();
    await rm(root, { recursive: true, force: true, maxRetries: 3 });
  });
  const route = () => openRoute(http, proxy.url);
  return { engine: { ...base, route, watch }, proxy, log, env, said, outside: root };
}
