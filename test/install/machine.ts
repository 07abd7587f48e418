/**
 * A machine for install.sh: an empty user, a PATH that begins with doubles (each
 * writes a line to `log`), and release archives that carry either the real bundle
 * or a stand-in of a few lines. Nothing here reaches the network.
 */
import { type SpawnSyncReturns, spawn, spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { makeArchive } from "../../scripts/archive.ts";

export const REPOSITORY = fileURLToPath(new URL("../..", import.meta.url)).replace(/\/$/, "");
export const SCRIPT = join(REPOSITORY, "install.sh");

export interface Machine {
  readonly root: string;
  /** HOME: empty. */
  readonly user: string;
  /** GOSTEAD_HOME: does not exist yet. */
  readonly home: string;
  /** Where install.sh is started: empty. */
  readonly cwd: string;
  /** First on PATH. */
  readonly bin: string;
  readonly log: string;
  readonly env: Record<string, string>;
}

export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** `home` is the last part of GOSTEAD_HOME. */
export async function withMachine(
  use: (machine: Machine) => void | Promise<void>,
  home = "gostead",
): Promise<void> {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "gostead-setup-")));
  chmodSync(root, 0o755);
  const at = (name: string) => join(root, name);
  const machine = {
    root,
    user: at("user"),
    home: at(home),
    cwd: at("cwd"),
    bin: at("bin"),
    log: at("log"),
    env: {
      PATH: `${at("bin")}:/usr/bin:/bin`,
      HOME: at("user"),
      GOSTEAD_HOME: at(home),
      SHELL: "/bin/bash",
    },
  };
  for (const directory of [machine.user, machine.cwd, machine.bin]) mkdirSync(directory);
  try {
    await use(machine);
  } finally {
    spawnSync("chmod", ["-R", "u+w", root]);
    rmSync(root, { recursive: true });
  }
}

/** Puts a program on PATH that logs `name arguments` and then does `body` in sh. */
export function double(machine: Machine, name: string, body = ""): void {
  const text = `#!/bin/sh\nprintf '%s\\n' "${name} $*" >>'${machine.log}'\n${body}\n`;
  writeFileSync(join(machine.bin, name), text, { mode: 0o755 });
}

/** The lines that doubles wrote. */
export function logged(machine: Machine): string[] {
  return existsSync(machine.log) ? readFileSync(machine.log, "utf8").trimEnd().split("\n") : [];
}

export interface How {
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly shell?: readonly [string, ...string[]];
  readonly script?: string;
  readonly cwd?: string;
}

/** Runs install.sh to its end; for servers in this process use `setupAsync`. */
export function setup(machine: Machine, args: readonly string[], how: How = {}): Ran {
  const [program, rest, options] = command(machine, args, how);
  return outcome(spawnSync(program, rest, { ...options, encoding: "utf8" }));
}

export async function setupAsync(
  machine: Machine,
  args: readonly string[],
  how: How = {},
): Promise<Ran> {
  const [program, rest, options] = command(machine, args, how);
  const child = spawn(program, rest, { ...options, stdio: ["ignore", "pipe", "pipe"] });
  const said = { stdout: "", stderr: "" };
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
    said.stdout += chunk;
  });
  child.stderr.setEncoding("utf8").on("data", (chunk: string) => {
    said.stderr += chunk;
  });
  const code = await new Promise<number | null>((end) => child.on("close", end));
  return { code, ...said };
}

function command(machine: Machine, args: readonly string[], how: How) {
  const [program, ...rest] = how.shell ?? ["/bin/sh"];
  const env: Record<string, string | undefined> = { ...machine.env, ...how.env };
  const options = { cwd: how.cwd ?? machine.cwd, env };
  return [program, [...rest, how.script ?? SCRIPT, ...args], options] as const;
}

function outcome(ran: SpawnSyncReturns<string>): Ran {
  return { code: ran.status, stdout: ran.stdout, stderr: ran.stderr };
}

/** A Node that is a script: small, and as new as the one that runs the tests. */
export const NODE_SCRIPT = Buffer.from(`#!/bin/sh\nexec '${process.execPath}' "$@"\n`);

/** Writes an archive with a bundle from `dist`; returns the arguments that install it. */
export function archiveArgs(machine: Machine, dist: string): string[] {
  const archive = makeArchive({
    version: "0.0.0",
    platform: "linux-amd64",
    dist,
    node: NODE_SCRIPT,
    nodeLicense: Buffer.from("free\n"),
    license: Buffer.from("free\n"),
  });
  const path = join(machine.root, archive.name);
  writeFileSync(path, archive.bytes);
  return ["--archive", path, "--sha256", archive.sha256];
}

/** A bundle whose programs are shell scripts: what install.sh itself does is all that is real. */
export function standIn(machine: Machine): string {
  const dist = join(machine.root, "standin");
  mkdirSync(dist);
  const launcher = `#!/bin/sh
printf '%s\\n' "gostead $*" >>'${machine.log}'
tree="$GOSTEAD_HOME/toolchains/go1.22.6.linux-amd64"
case $1 in
  install) mkdir -p "$tree" "$GOSTEAD_HOME/links" && : >"$GOSTEAD_HOME/links/1.22" && : >"$GOSTEAD_HOME/links/1.22.6" ;;
  where) printf '%s\\n' "$tree" ;;
  default) printf '%s\\n' "$2" >"$GOSTEAD_HOME/default" ;;
esac
`;
  const shim = `#!/bin/sh\necho go version go1.22.6 linux/amd64 "$@"\n`;
  const main = `
    import { mkdirSync, writeFileSync } from "node:fs";
    const write = (name, text) => writeFileSync(process.env.GOSTEAD_HOME + "/" + name, text, { mode: 0o755 });
    for (const name of ["bin", "shims"]) mkdirSync(process.env.GOSTEAD_HOME + "/" + name, { recursive: true });
    write("bin/gostead", ${JSON.stringify(launcher)});
    write("shims/go", ${JSON.stringify(shim)});
  `;
  writeFileSync(join(dist, "main.js"), main);
  writeFileSync(join(dist, "package.json"), '{"type":"module"}\n');
  return dist;
}
