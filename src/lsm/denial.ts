/**
 * A denial: one program was refused one thing by SELinux or AppArmor. Names and
 * paths in it come from a log, so from whoever could start a program or name a
 * file: `untrusted` before they are shown, checked before they become a rule.
 */

interface Common {
  /** Milliseconds since 1970. */
  readonly ms: number;
  /** As the kernel keeps it: 15 bytes. */
  readonly comm: string;
  /** The program's path, where the event has it. */
  readonly exe: string | null;
  /** What was refused, by its whole path where the event has it. */
  readonly path: string | null;
  /** False where the rules are on trial (permissive, complain): it was allowed, and written down. */
  readonly enforced: boolean;
}

export interface SelinuxDenial extends Common {
  readonly module: "selinux";
  /** Contexts, `system_u:system_r:ci_t:s0`. */
  readonly source: string;
  readonly target: string;
  readonly tclass: string;
  readonly permissions: readonly string[];
}

export interface ApparmorDenial extends Common {
  readonly module: "apparmor";
  readonly profile: string;
  /** `open`, `exec`, `capable`, `ptrace` … */
  readonly operation: string;
  /** Letters for files (`r`, `wc`), words for the rest (`trace`); empty where the operation has none. */
  readonly mask: string;
  /** What else a rule needs: capname, family, sock_type, signal, peer. */
  readonly more: Readonly<Record<string, string>>;
  /** Whether the file belongs to who asked; null where the line does not say. */
  readonly owned: boolean | null;
}

export type Denial = SelinuxDenial | ApparmorDenial;
