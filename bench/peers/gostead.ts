/**
 * gostead itself: the command that GOSTEAD gives (words split at spaces), else the
 * built bundle under this very Node. Its home is fresh; only GOPROXY is set beside it.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { PLATFORM, REPOSITORY } from "../settings.ts";
import { type Argv, ownEnv, type Peer, type Site, withShims } from "./peer.ts";

export const GOSTEAD = "gostead";

export interface Gostead extends Peer {
  /** The command without the launcher: a Node start each time. */
  readonly command: Argv;
  /** The program that people type; made by the first install. */
  readonly launcher: string;
}

/** The words of the command, or nothing when nothing has been built. */
export function gosteadCommand(): Argv | undefined {
  const given = process.env.GOSTEAD?.split(" ").filter(Boolean);
  if (given?.length) return given;
  const bundle = join(REPOSITORY, "dist/main.js");
  return existsSync(bundle) ? [process.execPath, bundle] : undefined;
}

export function gostead(site: Site): Gostead | undefined {
  const command = gosteadCommand();
  if (!command) return undefined;
  const home = join(site.work, "gostead");
  const env = ownEnv(site, "gostead", {
    GOSTEAD_HOME: home,
    GOPROXY: `${site.url}/goproxy`,
  });
  return {
    name: GOSTEAD,
    checks: "h1 proven against the log, every file",
    checksAnything: true,
    command,
    launcher: join(home, "bin/gostead"),
    env,
    state: [home],
    install: (version) => [...command, "install", version],
    tree: (version) => join(home, "toolchains", `go${version}.${PLATFORM}`),
    list: [...command, "list"],
    shim: {
      go: join(home, "shims/go"),
      env: withShims(env, join(home, "shims")),
      pin: "go-version",
    },
    activate: [...command, "activate", "bash"],
  };
}

export function isGostead(peer: Peer): peer is Gostead {
  return peer.name === GOSTEAD;
}
