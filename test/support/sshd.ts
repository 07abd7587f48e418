/** A node behind ssh: Debian's own sshd on loopback, with keys of this run and a home of its own. */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";

const SSHD = "/usr/sbin/sshd";

/** Why there is no such node here; false where there is. */
export const noSshd =
  existsSync(SSHD) && spawnSync("ssh", ["-V"]).error === undefined && process.getuid?.() === 0
    ? false
    : "openssh-server, openssh-client and root are needed";

export interface Node {
  /** The words of `ssh` that reach it. */
  readonly ssh: readonly string[];
  stop(): void;
}

/** What `environment` says is all that a session has, but for what sshd itself sets. */
export async function startNode(
  directory: string,
  environment: Readonly<Record<string, string>>,
): Promise<Node> {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  mkdirSync("/run/sshd", { recursive: true });
  const [host, user] = ["host", "user"].map((name) => keyPair(join(directory, name)));
  const port = await freePort();
  const config = join(directory, "sshd_config");
  const set = Object.entries(environment).map(([name, value]) => `"${name}=${value}"`);
  const lines = [
    `ListenAddress 127.0.0.1:${port}`,
    `HostKey ${host}`,
    `AuthorizedKeysFile ${user}.pub`,
    "StrictModes no",
    "UsePAM no",
    "PidFile none",
    "PermitRootLogin prohibit-password",
    ...(set.length > 0 ? [`SetEnv ${set.join(" ")}`] : []),
  ];
  writeFileSync(config, `${lines.join("\n")}\n`);
  const child = spawn(SSHD, ["-D", "-e", "-f", config], { stdio: "ignore" });
  await listening(port, child);
  const options = [
    "StrictHostKeyChecking=no",
    "UserKnownHostsFile=/dev/null",
    "LogLevel=ERROR",
    "BatchMode=yes",
  ].flatMap((option) => ["-o", option]);
  return {
    ssh: ["-F", "none", ...options, "-i", `${user}`, "-p", String(port), "root@127.0.0.1"],
    stop: () => child.kill(),
  };
}

function keyPair(path: string): string {
  spawnSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", path]);
  return path;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const address = server.address();
  await new Promise((done) => server.close(done));
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}

async function listening(port: number, child: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 100 && child.exitCode === null; tries++) {
    const socket = connect(port, "127.0.0.1");
    const open = await new Promise((done) => {
      socket.once("connect", () => done(true));
      socket.once("error", () => done(false));
    });
    socket.destroy();
    if (open) return;
    await setTimeout(50);
  }
  throw new Error(`sshd does not listen (exit ${child.exitCode})`);
}
