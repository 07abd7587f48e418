/**
 * Which modules of mandatory access control decide here: SELinux (its mode is
 * selinux.ts's), AppArmor (/sys/module/apparmor/parameters/enabled: Y or N; its profiles
 * `go-dev (enforce)` a line, for root only), and under which label this program runs
 * (/proc/self/attr/current, which SELinux ends with a NUL).
 */
import { defineFact, known } from "./fact.ts";
import { type FileAnswer, textOf } from "./read.ts";
import { selinuxFact } from "./selinux.ts";

const MAX = 1 << 20;
const SMALL = 4096;

export interface Profile {
  readonly name: string;
  /** `enforce`, `complain`, `kill`, `unconfined` … */
  readonly mode: string;
}

export interface Lsm {
  /** As the kernel lists them: `lockdown,capability,yama,apparmor`; null where it does not. */
  readonly listed: readonly string[] | null;
  /** Those that decide by labels or profiles. */
  readonly active: readonly ("selinux" | "apparmor")[];
  /** Of this program; null where there is none. */
  readonly label: string | null;
  /** Null where nobody may read them. */
  readonly profiles: readonly Profile[] | null;
}

export const lsmFact = defineFact({
  name: "lsm",
  cost: "instant",
  about: "which security modules decide here (SELinux, AppArmor), and our own label",
  needs: { selinux: selinuxFact },
  reads: [
    { file: "/sys/kernel/security/lsm", max: SMALL },
    { file: "/sys/module/apparmor/parameters/enabled", max: SMALL },
    { file: "/proc/self/attr/current", max: SMALL },
    { file: "/sys/kernel/security/apparmor/profiles", max: MAX },
  ],
  parse: ([list, enabled, current, profiles], _, { selinux }) => {
    const apparmor = lineIn(enabled) === "Y";
    return known<Lsm>({
      listed: lineIn(list)?.split(",") ?? null,
      active: [
        ...(selinux.mode === "disabled" ? [] : (["selinux"] as const)),
        ...(apparmor ? (["apparmor"] as const) : []),
      ],
      label: labelIn(current),
      profiles: profilesIn(profiles),
    });
  },
});

function lineIn(answer: FileAnswer): string | undefined {
  const text = textOf(answer);
  return text.is === "text" ? text.text.trim() : undefined;
}

/** A label without the NUL and the newline that end it. */
export function labelIn(answer: FileAnswer): string | null {
  if (answer.is !== "file") return null;
  const [label = ""] = answer.bytes.toString("utf8").split(/[\0\n]/);
  return label === "" ? null : label;
}

function profilesIn(answer: FileAnswer): readonly Profile[] | null {
  const text = textOf(answer);
  if (text.is !== "text") return null;
  return text.text.split("\n").flatMap((line) => {
    const [, name, mode] = /^(.+) \((\w+)\)$/.exec(line) ?? [];
    return name === undefined || mode === undefined ? [] : [{ name, mode }];
  });
}
