/**
 * What is around this system: a container, Windows (WSL), systemd or none. gVisor is told
 * by the one kernel version that it always claims; WSL 2 by its kernel's name, and WSL 1
 * by `Microsoft` in the version of a kernel that is none.
 */
import { defineFact, known } from "./fact.ts";
import { type FileAnswer, textOf } from "./read.ts";

const MAX = 1 << 16;
const GVISOR = "Linux version 4.4.0 #1 SMP Sun Jan 10 15:06:54 PST 2016";

export interface Surroundings {
  /** `docker`, `podman`, `gvisor`, what the variable `container` says; null for none that can be seen. */
  readonly container: string | null;
  readonly wsl: 0 | 1 | 2;
  /** `running`, `degraded` and so on; `none` where another is the first process. */
  readonly systemd: string;
}

export const surroundingsFact = defineFact({
  name: "surroundings",
  cost: "local",
  about: "container, WSL, systemd",
  reads: [
    { file: "/proc/version", max: MAX },
    { status: "/.dockerenv" },
    { status: "/run/.containerenv" },
    { file: "/proc/1/cgroup", max: MAX },
    { env: "container" },
    { env: "WSL_DISTRO_NAME" },
    { status: "/run/systemd/system" },
    { argv: ["systemctl", "is-system-running"], max: 256 },
  ],
  parse: ([proc, docker, podman, cgroup, named, wslName, booted, systemctl]) => {
    const version = wordsOf(proc);
    const said = systemctl.is === "ended" ? systemctl.stdout.trim() : "";
    const told = /^[a-z]+$/.test(said) ? said : "unknown";
    return known<Surroundings>({
      container: version.startsWith(GVISOR)
        ? "gvisor"
        : containerOf({
            named,
            docker: docker.is === "status",
            podman: podman.is === "status",
            cgroup: wordsOf(cgroup),
          }),
      wsl: wslOf(version, wslName),
      systemd: booted.is === "status" ? told : "none",
    });
  },
});

function wordsOf(answer: FileAnswer): string {
  const read = textOf(answer);
  return read.is === "text" ? read.text : "";
}

interface Signs {
  readonly named: string | undefined;
  readonly docker: boolean;
  readonly podman: boolean;
  readonly cgroup: string;
}

/** Under cgroup v2 the file says `0::/` inside and outside: then only the others tell. */
function containerOf({ named, docker, podman, cgroup }: Signs): string | null {
  if (named && /^[\w.-]+$/.test(named)) return named;
  if (podman) return "podman";
  if (docker) return "docker";
  const [, found] = /[/-](docker|kubepods|lxc|libpod|containerd)\b/.exec(cgroup) ?? [];
  return found ?? null;
}

function wslOf(version: string, name: string | undefined): 0 | 1 | 2 {
  if (/microsoft-standard/i.test(version)) return 2;
  if (/microsoft/i.test(version)) return 1;
  // A kernel of the user's own says nothing of Microsoft; WSL 1 has no other kernel.
  return name ? 2 : 0;
}
