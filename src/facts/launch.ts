/**
 * Who started us, from /proc: this process, its parent, and so on up to the first.
 * `/proc/PID/stat` begins `PID (NAME) STATE PARENT`; a name may hold blanks and brackets.
 */
import { defineFact, known, unknown } from "./fact.ts";
import { type FileAnswer, textOf } from "./read.ts";

const MAX_PROCESSES = 20_000;
const MAX_STAT = 4096;

export type Starter =
  | "ssh"
  | "cron"
  | "systemd"
  | "container"
  | "ide"
  | "terminal"
  | "desktop"
  | "sudo"
  | "ci"
  | "other";

export interface Ancestor {
  readonly pid: number;
  /** As the kernel keeps it: 15 bytes. */
  readonly name: string;
  readonly kind: Starter;
}

const KINDS: readonly (readonly [RegExp, Starter])[] = [
  [/^(sshd|dropbear)/, "ssh"],
  [/^(cron|crond|atd|anacron|fcron)$/, "cron"],
  [/^(containerd-shim|dockerd|docker-init|tini|conmon|podman|runc|lxc)/, "container"],
  [/^(code|code-server|codium|cursor|goland|idea|java|electron|emacs|nvim|vim)/, "ide"],
  [/^(gnome-terminal|konsole|xterm|alacritty|kitty|wezterm|tmux|screen|foot|login)/, "terminal"],
  [/^(gnome-session|gnome-shell|plasmashell|kwin|gdm|sddm|lightdm|Xorg|sway)/, "desktop"],
  [/^(sudo|su|doas|pkexec)$/, "sudo"],
  [/^(gitlab-runner|Runner\.|actions-runner|jenkins|buildkite)/, "ci"],
  [/^(systemd|\(sd-)/, "systemd"],
];

/** Numbers of processes; `self` is us. */
export const processesFact = defineFact({
  name: "processes",
  cost: "instant",
  about: "the processes of this machine, by number",
  reads: [{ directory: "/proc", max: MAX_PROCESSES }],
  parse: ([answer]) => {
    if (answer.is === "absent") return unknown("there is no /proc here");
    if (answer.is === "unreadable") return unknown(`/proc: ${answer.reason}`);
    return known({ pids: answer.names.filter((name) => /^\d+$/.test(name)).map(Number) });
  },
});

export const launchFact = defineFact({
  name: "launch",
  cost: "local",
  about: "who started this process, from its parent up to the first",
  needs: { processes: processesFact },
  reads: (_, { processes }) =>
    ["self", ...processes.pids].map((pid) => ({ file: `/proc/${pid}/stat`, max: MAX_STAT })),
  parse: ([self, ...others]) => {
    const own = self === undefined ? undefined : statOf(self);
    if (own === undefined) return unknown("/proc does not show us");
    const stats = new Map(others.flatMap((answer) => pairOf(answer)));
    const chain: Ancestor[] = [];
    // A number may be given out anew while we read: a circle ends here.
    const seen = new Set<number>();
    for (let at = stats.get(own.parent); at !== undefined && !seen.has(at.pid); ) {
      seen.add(at.pid);
      chain.push({ pid: at.pid, name: at.name, kind: kindOf(at.name) });
      at = stats.get(at.parent);
    }
    return known({ chain });
  },
});

interface Stat {
  readonly pid: number;
  readonly name: string;
  readonly parent: number;
}

function pairOf(answer: FileAnswer): readonly (readonly [number, Stat])[] {
  const stat = statOf(answer);
  return stat === undefined ? [] : [[stat.pid, stat]];
}

/** Undefined for a process that has ended meanwhile. */
function statOf(answer: FileAnswer): Stat | undefined {
  const read = textOf(answer);
  const found = read.is === "text" ? /^(\d+) \((.*)\) \S (\d+) /s.exec(read.text) : null;
  const [, pid = "", name = "", parent = ""] = found ?? [];
  return found === null ? undefined : { pid: Number(pid), name, parent: Number(parent) };
}

function kindOf(name: string): Starter {
  return KINDS.find(([pattern]) => pattern.test(name))?.[1] ?? "other";
}
