/**
 * A contestant: how it installs, where its trees lie, what it checks. Each gets a
 * home of its own and an environment with nothing of the user's in it.
 */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { HostGo } from "../mirror/program.ts";

export type Argv = readonly string[];
export type Env = Readonly<Record<string, string>>;

export interface Peer {
  readonly name: string;
  /** What it holds a download against, in a few words. */
  readonly checks: string;
  /** False for who takes whatever comes. */
  readonly checksAnything: boolean;
  readonly env: Env;
  /** All that installs leave behind: removed before a cold one. */
  readonly state: readonly string[];
  readonly install: (version: string) => Argv;
  /** The GOROOT that an install makes. */
  readonly tree: (version: string) => string;
  /** Lists what is installed. */
  readonly list?: Argv;
  /** Starts the `go` that the directory's pin names. */
  readonly shim?: Shim;
  /** Defines its prompt hook in bash. */
  readonly activate?: Argv;
}

export interface Shim {
  readonly go: string;
  readonly env: Env;
  /** The kind of pin it reads. */
  readonly pin: "go-version" | "go-mod";
  /** Must have run once after the installs: writes or refreshes the shims. */
  readonly prepare?: Argv;
}

/** Where contestants find things. */
export interface Site {
  readonly work: string;
  readonly cache: string;
  /** What a person has put there. */
  readonly peers: string;
  readonly mirror: string;
  readonly url: string;
  readonly tlsPort: number;
  readonly go: HostGo;
}

/** A clean environment with a home of the contestant's own. */
export function ownEnv(site: Site, name: string, more: Env = {}): Env & { HOME: string } {
  const home = join(site.work, "home", name);
  const temporary = join(site.work, "tmp");
  mkdirSync(home, { recursive: true });
  mkdirSync(temporary, { recursive: true });
  return {
    PATH: `${join(site.peers, "bin")}:/usr/bin:/bin`,
    LANG: "C.UTF-8",
    TERM: "dumb",
    TMPDIR: temporary,
    ...more,
    HOME: home,
  };
}

/** The environment with a directory of shims before all else. */
export function withShims(env: Env, directory: string): Env {
  return { ...env, PATH: `${directory}:${env.PATH ?? ""}` };
}
