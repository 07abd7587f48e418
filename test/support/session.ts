/**
 * Golden sessions: what a person types and sees, one text file each.
 *
 *   # proxy: honest 1.22.5 1.22.6     a GOPROXY with these toy toolchains, and its log
 *   # lie: flip zip                   from here on; names and arguments of lies.ts
 *   # truth                           ends every lie
 *   # data: binaries/net-cgo.gz      a file of test/data, into the working directory
 *   # env: NAME=value                 for the commands that follow
 *   # server: lossy-dns DNS           one of badserver.ts; its address is in $DNS, shown as <DNS>
 *   # anything else                   a comment
 *   $ gostead list                    run by sh in an empty directory; stderr joins stdout
 *   go1.22.5                          the output expected, line by line
 *   [exit 4]                          and the exit code, unless 0
 *
 * An output line that is empty or begins with `$ `, `#` or `\` has a `\` before
 * it here. What differs from run to run or between machines is shown as <home>, <proxy>,
 * <key>, <time>, <ms>, <size>, <platform>, <sha256>, <base64> and, in JSON, <bytes>; that those are
 * right is for other tests to show.
 */
import { spawn } from "node:child_process";
import { chmod, copyFile, mkdir, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { BAD_SERVERS } from "./badserver.ts";
import { type GoProxy, type Lie, startProxy } from "./goproxy.ts";
import { BUNDLE, environment, finished, type Home } from "./home.ts";
import * as lies from "./lies.ts";
import { type Log, makeLog } from "./log.ts";
import { MACHINE, toyToolchain } from "./toolchain.ts";

const FILLER = 500;
const DATA = fileURLToPath(new URL("../data/", import.meta.url));

interface World {
  readonly home: Home;
  readonly env: Record<string, string>;
  readonly log: Log;
  proxy: GoProxy | undefined;
  readonly told: { stop(): void }[];
  /** Addresses of servers and their names. */
  readonly servers: Map<string, string>;
  readonly after: (() => unknown)[];
}

/** Replays a session in `home`; returns it as it really went, to compare with `text`. */
export async function replay(text: string, home: Home): Promise<string> {
  const log = makeLog({ name: "log.gostead.test", seed: "session" });
  const env = { ...environment(home), PATH: `${join(home.root, "bin")}:/usr/bin:/bin` };
  const world: World = {
    home,
    env,
    log,
    proxy: undefined,
    told: [],
    servers: new Map(),
    after: [],
  };
  await installLauncher(home);
  try {
    const parts: string[] = [];
    for (const line of scriptOf(text)) parts.push(await play(line, world));
    return parts.join("");
  } finally {
    await world.proxy?.close();
    for (const end of world.after) await end();
  }
}

/** The lines of a session that are not output: directives, comments, blank lines, commands. */
export function scriptOf(text: string): string[] {
  let inOutput = false;
  return text
    .replace(/\n+$/, "")
    .split("\n")
    .filter((line) => {
      const typed = /^(\$ |#( |$))/.test(line) || line === "";
      const keep = typed || !inOutput;
      if (typed) inOutput = line.startsWith("$ ");
      if (keep && !typed) throw new Error(`output before any command: ${line}`);
      return keep;
    });
}

async function play(line: string, world: World): Promise<string> {
  if (line.startsWith("$ ")) return `${line}\n${await run(line.slice(2), world)}`;
  const [, word, rest = ""] = /^# (proxy|lie|truth|data|env|server)(?:: (.*)|$)/.exec(line) ?? [];
  if (word === "proxy") await openProxy(rest, world);
  if (word === "lie") tellLie(rest, world);
  if (word === "server") await openServer(rest, world);
  if (word === "truth") for (const told of world.told.splice(0)) told.stop();
  if (word === "data") await copyFile(join(DATA, rest), join(world.home.user, basename(rest)));
  if (word === "env") Object.assign(world.env, Object.fromEntries([rest.split(/=(.*)/s, 2)]));
  return `${line}\n`;
}

async function run(command: string, world: World): Promise<string> {
  const child = spawn("/bin/sh", ["-c", `exec 2>&1\n${command}`], {
    env: world.env,
    cwd: world.home.user,
  });
  const { code, stdout } = await finished(child);
  const output = masked(stdout, world);
  const lines = output === "" || output.endsWith("\n") ? output : `${output}\n`;
  return code === 0 ? lines : `${lines}[exit ${code}]\n`;
}

async function openProxy(rest: string, world: World): Promise<void> {
  const [manner, ...versions] = rest.split(" ");
  if (manner !== "honest") throw new Error(`a proxy begins honest, then lies: ${rest}`);
  world.log.fill(FILLER);
  const toolchains = versions.map((version) => toyToolchain(version));
  world.proxy = await startProxy({ log: world.log, toolchains });
  Object.assign(world.env, { GOPROXY: world.proxy.url, GOSUMDB: world.log.verifierKey });
}

async function openServer(rest: string, { servers, env, after }: World): Promise<void> {
  const [manner = "", name = ""] = rest.split(" ");
  const open = BAD_SERVERS[manner];
  if (open === undefined || name === "") throw new Error(`no such server: ${rest}`);
  const address = await open({ after: (end) => after.push(end as () => unknown) });
  servers.set(address, name);
  env[name] = address;
}

function tellLie(rest: string, world: World): void {
  const [name = "", on = "", ...args] = rest.split(" ");
  const make = Object.entries(lies).find(([key]) => key === name)?.[1];
  const where = Object.entries(lies.ON).find(([key]) => key === on)?.[1];
  if (world.proxy === undefined || typeof make !== "function" || where === undefined) {
    throw new Error(`no such lie, or no proxy to tell it: ${rest}`);
  }
  const values = args.map((word) => (/^-?\d+$/.test(word) ? Number(word) : word));
  const lie = make as (on: RegExp, ...values: (string | number)[]) => Lie;
  world.told.push(world.proxy.lie(lie(where, ...values)));
}

function masked(output: string, { home, proxy, log, servers }: World): string {
  const named = [...servers].reduce((text, [at, name]) => text.replaceAll(at, `<${name}>`), output);
  return named
    .replaceAll(home.root, "<home>")
    .replaceAll(proxy?.url ?? "\0", "<proxy>")
    .replaceAll(log.verifierKey, "<key>")
    .replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g, "<time>")
    .replace(/"ms":\d+(\.\d+)?/g, '"ms":<ms>')
    .replace(/\b\d+(\.\d+)? (ms|s)\b/g, "<ms>")
    .replace(/\b\d+(\.\d+)? [kMG]?B\b/g, "<size>")
    .replaceAll(MACHINE, "<platform>")
    .replaceAll(MACHINE.replace("-", "/"), "<platform>")
    .replace(/\{"os":"\w+","arch":"\w+"\}/g, "<platform>")
    .replace(/\b[0-9a-f]{64}\b/g, "<sha256>")
    .replace(/[A-Za-z0-9+/]{43}=/g, "<base64>")
    .replace(/("\w*[bB]ytes\w*"):\d+/g, "$1:<bytes>")
    .replace(/[ \t]+$/gm, "")
    .replace(/^(?=\n|\$ |#|\\)/gm, "\\");
}

async function installLauncher(home: Home): Promise<void> {
  const directory = join(home.root, "bin");
  await mkdir(directory);
  const launcher = join(directory, "gostead");
  await writeFile(launcher, `#!/bin/sh\nexec '${process.execPath}' '${BUNDLE}' "$@"\n`);
  await chmod(launcher, 0o755);
}
