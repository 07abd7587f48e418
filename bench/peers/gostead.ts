/**
 * gostead itself: the command that GOSTEAD gives (words split at spaces), else the
 * built bundle under this very Node. Its home is fresh; only GOPROXY is set beside it.
 */
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { PLATFORM, REPOSITORY } from "../settings.ts";
import { type Argv, ownEnv, type Peer, type Site, withShims } from "./peer.ts";

export const GOSTEAD = "gostead";

export interface Gostead extends Peer {
  /** The command without the launcher: a Node start each time. */
  readonly command: Argv;
  /** The program that people type; the preparation of the shims makes it. */
  readonly launcher: string;
}

/** The words of the command, or nothing when nothing has been built. */
export function gosteadCommand(): Argv | undefined {
  const given = process.env.GOSTEAD?.split(" ").filter(Boolean);
  if (given?.length) return given;
  const bundle = join(REPOSITORY, "dist/main.js");
  return existsSync(bundle) ? [process.execPath, ...launcherFlags(), bundle] : undefined;
}

/** Node's flags as the launcher gives them: what people start is measured. */
function launcherFlags(): string[] {
  const text = readFileSync(join(REPOSITORY, "dist/launcher.sh"), "utf8");
  return (/^exec "\$_gs_node" (.*) "\$_gs_home/m.exec(text)?.[1] ?? "").split(" ").filter(Boolean);
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
      prepare: layOut(command, home),
    },
    activate: [...command, "activate", "bash"],
  };
}

/** Has the launcher and shims written; the launcher starts the bundle from its home. */
function layOut(command: Argv, home: string): Argv {
  const write = [...command, "activate", "--write-shims"];
  const bundle = command.at(-1) ?? "";
  if (!bundle.endsWith("/main.js")) return write;
  const copy = '[ -e "$1/lib" ] || { mkdir -p "$1/lib" && cp -R "$0" "$1/lib/gostead"; }';
  const script = `${copy} && shift && exec "$@"`;
  return ["/bin/sh", "-c", script, dirname(bundle), home, ...write];
}

export function isGostead(peer: Peer): peer is Gostead {
  return peer.name === GOSTEAD;
}
