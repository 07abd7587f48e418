/**
 * Whether SELinux decides here, from /sys/fs/selinux/enforce (1 or 0), and what
 * semanage has registered: lines of file_contexts.local such as
 *
 *   /opt/go/(bin|shims)(/.*)?    system_u:object_r:bin_t:s0
 */
import { defineFact, known } from "./fact.ts";
import { textOf } from "./read.ts";

const POLICIES = ["targeted", "default", "mls", "minimum"] as const;
const MAX = 1 << 20;

export interface Selinux {
  readonly mode: "enforcing" | "permissive" | "disabled";
  /** The policy's name, from /etc/selinux/config. */
  readonly policy: string | null;
  /** Programs by their paths, where they are installed. */
  readonly semanage: string | null;
  readonly restorecon: string | null;
  /** Regular expressions that the administrator has given the label of programs. */
  readonly programs: readonly string[];
}

const program = (file: string) => ({ file, max: 1, head: true }) as const;

export const selinuxFact = defineFact({
  name: "selinux",
  cost: "instant",
  about: "whether SELinux decides here, and which of our paths it knows",
  reads: [
    { file: "/sys/fs/selinux/enforce", max: 16 },
    { file: "/etc/selinux/config", max: MAX },
    program("/usr/sbin/semanage"),
    program("/usr/sbin/restorecon"),
    ...POLICIES.map((name) => ({
      file: `/etc/selinux/${name}/contexts/files/file_contexts.local`,
      max: MAX,
    })),
  ],
  parse: ([enforce, config, semanage, restorecon, ...locals]) => {
    const text = textOf(enforce);
    const enforcing = text.is === "text" && text.text.trim() === "1";
    const settings = textOf(config);
    const policy = settings.is === "text" ? policyIn(settings.text) : null;
    const at = POLICIES.indexOf(policy as (typeof POLICIES)[number]);
    const local = at < 0 ? undefined : locals[at];
    const rules = local === undefined ? undefined : textOf(local);
    return known<Selinux>({
      mode: text.is !== "text" ? "disabled" : enforcing ? "enforcing" : "permissive",
      policy,
      semanage: semanage.is === "file" ? semanage.path : null,
      restorecon: restorecon.is === "file" ? restorecon.path : null,
      programs: rules?.is === "text" ? programsIn(rules.text) : [],
    });
  },
});

function policyIn(text: string): string | null {
  return /^SELINUXTYPE=(\w+)/m.exec(text)?.[1] ?? null;
}

/** A rule may name a kind of file (`--`) between its path and its label. */
function programsIn(text: string): readonly string[] {
  return text.split("\n").flatMap((line) => {
    const [path, ...rest] = line.trim().split(/\s+/);
    return path?.startsWith("/") && rest.at(-1)?.includes(":bin_t:") ? [path] : [];
  });
}
