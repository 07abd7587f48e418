/**
 * Installs or prunes as if there were no locks (security S20): the locks of each
 * lie in a directory that nobody else looks at. Run with GOSTEAD_HOME, GOPROXY and
 * GOSUMDB set as `node lockless.ts install VERSION,VERSION…`, which installs them in
 * random order, each until it succeeds, twice side by side, or as
 * `node lockless.ts prune MILLISECONDS`, which prunes at random moments. Prints
 * `failed REASON` for each attempt that did not succeed.
 */
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openHttp } from "#host/fetch.ts";
import { parseVersion } from "#model/version.ts";
import { openRoute } from "#source/route.ts";
import type { Engine } from "#toolchain/engine.ts";
import { install } from "#toolchain/install.ts";
import { prune } from "#toolchain/prune.ts";
import { engineOn, HERE } from "./engine.ts";

const MOST_TRIES = 100;

const { GOSTEAD_HOME: root = "", GOPROXY = "", GOSUMDB = "" } = process.env;
const env = { GOPROXY, GOSUMDB };
const http = openHttp(env);
const pause = (most: number) => new Promise((wake) => setTimeout(wake, Math.random() * most));

function lockless(): Engine {
  const engine = engineOn({ root, env, locks: mkdtempSync(join(tmpdir(), "no-locks-")) });
  return { ...engine, route: () => openRoute(http, GOPROXY) };
}

async function installAll(words: readonly string[]): Promise<void> {
  const order = [...words].sort(() => Math.random() - 0.5);
  for (const word of order) {
    for (let tries = 1; !(await attempt(word)); tries++) {
      if (tries === MOST_TRIES) throw new Error(`${word} failed ${MOST_TRIES} times`);
      await pause(50);
    }
  }
}

async function attempt(word: string): Promise<boolean> {
  try {
    await install({ version: parseVersion(word)!, platform: HERE }, lockless());
    return true;
  } catch (error) {
    console.log(`failed ${error}`);
    return false;
  }
}

async function pruneFor(ms: number): Promise<void> {
  for (const end = Date.now() + ms; Date.now() < end; await pause(150)) {
    await prune({ unusedDays: undefined, spared: [], dryRun: false }, lockless());
  }
}

const [verb, word = ""] = process.argv.slice(2);
const versions = word.split(",");
if (verb === "prune") await pruneFor(Number(word));
else await Promise.all([installAll(versions), installAll(versions)]);
await http.close();
