/**
 * What is mounted where, from /proc/self/mountinfo (proc(5)):
 *
 *   36 35 98:0 / /home rw,noexec - ext4 /dev/sda1 rw,errors=continue
 *
 * A blank in a path stands there as `\040`. Kernel interfaces are left out.
 */
import { defineFact, known, unknown } from "./fact.ts";
import { textOf } from "./read.ts";

const MAX = 1 << 20;

const KERNEL =
  /^(proc|sysfs|cgroup2?|devpts|devtmpfs|mqueue|securityfs|debugfs|tracefs|bpf|pstore)$/;

export interface Mount {
  readonly point: string;
  /** ext4, tmpfs, nfs4 … */
  readonly type: string;
  readonly noexec: boolean;
  readonly readOnly: boolean;
}

export interface Mounts {
  readonly mounts: readonly Mount[];
}

export const mountsFact = defineFact({
  name: "mounts",
  cost: "instant",
  about: "file systems, and what is not allowed on them",
  reads: [{ file: "/proc/self/mountinfo", max: MAX }],
  parse: ([answer]) => {
    const text = textOf(answer);
    // Not Linux: nothing is known to be special.
    if (text.is === "absent") return known<Mounts>({ mounts: [] });
    if (text.is === "unreadable") return unknown(`/proc/self/mountinfo: ${text.reason}`);
    return known<Mounts>({ mounts: text.text.split("\n").flatMap(mountIn) });
  },
});

/** The file system of a path: of two mounts at one place the later hides the earlier. */
export function mountOf(path: string, mounts: readonly Mount[]): Mount | undefined {
  let found: Mount | undefined;
  for (const mount of mounts) {
    const isAbove = mount.point === "/" || path === mount.point;
    if (!isAbove && !path.startsWith(`${mount.point}/`)) continue;
    if (found === undefined || mount.point.length >= found.point.length) found = mount;
  }
  return found;
}

function mountIn(line: string): readonly Mount[] {
  const [own = "", rest = ""] = line.split(" - ");
  const [, , , , point, options = ""] = own.split(" ");
  const [type = "", , superOptions = ""] = rest.split(" ");
  if (point === undefined || type === "" || KERNEL.test(type)) return [];
  const words = options.split(",");
  const readOnly = words.includes("ro") || superOptions.split(",").includes("ro");
  return [{ point: unescaped(point), type, noexec: words.includes("noexec"), readOnly }];
}

function unescaped(text: string): string {
  const byte = (_: string, octal: string) => String.fromCharCode(Number.parseInt(octal, 8));
  return text.replace(/\\([0-7]{3})/g, byte);
}
