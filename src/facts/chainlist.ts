/**
 * The ways in which programs are started, each from the environment that it
 * begins with. Where that is only imitated it says so.
 */
import { type Dialect, probeOf } from "./probe.ts";
import type { RunRead } from "./read.ts";
import type { Session } from "./session.ts";

export interface Way {
  /** Stable: rules and stored facts use it. */
  readonly name: string;
  /** For people. */
  readonly about: string;
  /** Our best imitation of what cannot be started from here. */
  readonly imitated: boolean;
  /** It reads files in which a PATH can be set: the block of `setup` can reach it. */
  readonly reads: boolean;
  readonly argv: readonly string[];
}

/** What a shell may print before it answers. */
const MAX = 1 << 20;

export function readOf({ argv }: Way): RunRead {
  return { argv, max: MAX };
}

/** In the order in which they are shown. The shells among them may be absent. */
export function waysOf(session: Session, uid: number): readonly Way[] {
  return [...shells(session), ...jobs(session), service(uid), sudo(session, uid)];
}

/** A shell, the name of the way, what people know it as, and how it is started. */
const SHELLS: readonly (readonly [Dialect, string, string, string])[] = [
  ["bash", "bash-login", "a login bash: console, ssh HOST, bash -l", "-lic"],
  ["bash", "bash-interactive", "a new bash: a terminal window or tab", "-ic"],
  ["bash", "bash-login-command", "bash -lc COMMAND", "-lc"],
  ["bash", "bash-command", "bash -c COMMAND, a script", "-c"],
  ["zsh", "zsh-login", "a login zsh", "-lic"],
  ["zsh", "zsh-interactive", "a new zsh: a terminal window or tab", "-ic"],
  ["zsh", "zsh-command", "zsh -c COMMAND, a script", "-c"],
  ["fish", "fish-interactive", "a new fish", "-ic"],
  ["fish", "fish-command", "fish -c COMMAND, a script", "-c"],
  ["sh", "sh-login", "a login sh: a desktop's session", "-lc"],
  ["sh", "sh-command", "sh -c COMMAND, make, system()", "-c"],
];

function shells({ environment, fish }: Session): readonly Way[] {
  return SHELLS.filter(([dialect]) => dialect !== "fish" || fish).map(
    ([dialect, name, about, flags]) => ({
      name,
      about,
      imitated: false,
      reads: name !== "bash-command" && name !== "sh-command",
      argv: ["env", "-i", ...environment, dialect, flags, probeOf(dialect)],
    }),
  );
}

function jobs({ environment }: Session): readonly Way[] {
  const kept = environment.filter((one) => /^(HOME|LOGNAME)=/.test(one));
  const shell = environment.find((one) => one.startsWith("SHELL="))?.slice(6) ?? "/bin/sh";
  const name = shell.replace(/^.*\//, "");
  const dialect = name === "bash" || name === "zsh" || name === "fish" ? name : "sh";
  const ssh = ["SSH_CLIENT=127.0.0.1 1 22", "SSH_CONNECTION=127.0.0.1 1 127.0.0.1 22"];
  const cron = [...kept, "SHELL=/bin/sh", "PATH=/usr/bin:/bin"];
  return [
    {
      name: "ssh-command",
      about: "ssh HOST COMMAND",
      imitated: true,
      reads: dialect !== "sh",
      argv: ["env", "-i", ...environment, ...ssh, shell, "-c", probeOf(dialect)],
    },
    {
      name: "cron",
      about: "a job of cron",
      imitated: true,
      reads: false,
      argv: ["env", "-i", ...cron, "/bin/sh", "-c", probeOf("sh")],
    },
  ];
}

/** A transient unit of the system's systemd for root, of the user's for everybody else. */
function service(uid: number): Way {
  const which = uid === 0 ? [] : ["--user"];
  const flags = [...which, "--quiet", "--wait", "--pipe", "--collect"];
  return {
    name: "systemd",
    about: "a service of systemd",
    imitated: false,
    reads: false,
    argv: ["env", "systemd-run", ...flags, "/bin/sh", "-c", probeOf("sh")],
  };
}

/** Asked as a user it could ask for a password, and tell the administrator that somebody tried. */
function sudo({ environment }: Session, uid: number): Way {
  const ask = ["env", "-i", ...environment, "sudo", "-n", "/bin/sh", "-c", probeOf("sh")];
  return {
    name: "sudo",
    about: "sudo COMMAND",
    imitated: false,
    reads: false,
    argv: uid === 0 ? ask : ["env", "sudo", "-V"],
  };
}
