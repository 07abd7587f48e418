/**
 * What no SELinux draft allows, as data. A type stands for every file that has it:
 * a rule for one file in a home opens the homes of all. Classes and permissions are a list
 * of what may be drafted, since what is not thought of must not slip through.
 */
import type { SelinuxDenial } from "./denial.ts";
import { pathRefusal } from "./pathrefusal.ts";

/** The third field of a context; undefined when it is no name that a policy could hold. */
export function typeOf(context: string): string | undefined {
  const type = context.split(":")[2] ?? "";
  return /^[A-Za-z][A-Za-z0-9_]*$/.test(type) && type !== "self" ? type : undefined;
}

const READS = "read open getattr search map ioctl lock watch watch_reads";
const WRITES = "write append create setattr link unlink rename add_name remove_name reparent rmdir";
const FILES = set(`${READS} ${WRITES} execute execute_no_trans`);
const SOCKETS = set(
  `${READS} ${WRITES} bind connect listen accept getopt setopt shutdown name_bind name_connect node_bind connectto sendto recv_msg send_msg nlmsg_read`,
);

const MAY: Readonly<Record<string, ReadonlySet<string>>> = {
  file: FILES,
  dir: FILES,
  lnk_file: FILES,
  fifo_file: FILES,
  sock_file: FILES,
  chr_file: FILES,
  fd: set("use"),
  tcp_socket: SOCKETS,
  udp_socket: SOCKETS,
  unix_stream_socket: SOCKETS,
  unix_dgram_socket: SOCKETS,
  netlink_route_socket: SOCKETS,
  process: set(
    "fork signal sigchld sigkill sigstop signull ptrace getsched setsched getpgid setpgid getsession getattr setrlimit",
  ),
  capability: set("sys_ptrace net_bind_service"),
};

function set(words: string): ReadonlySet<string> {
  return new Set(words.split(" "));
}

const READING = set(READS);

const TYPES: readonly (readonly [RegExp, string])[] = [
  [/^(shadow|sshd_key|ssh_home|gpg_secret|krb5_keytab|cert_key|auth_cache)_t$/, "secrets"],
  [
    /^(kernel|security|selinux_config|policy_config|semanage_store|modules_object|modules_dep|boot|memory_device|proc_kcore|proc_kmsg|debugfs|tracefs|bpf|fixed_disk_device|removable_device|device)_t$/,
    "the kernel",
  ],
  [
    /(^|_)home(_\w+)?_t$|^xdg_\w+_t$/,
    "the type is that of every user's home: give what Go needs a type of its own (semanage fcontext, restorecon)",
  ],
  [/^(unlabeled|default|file)_t$/, "the file has no label of its own: restorecon gives it one"],
];

const READ_ONLY: readonly (readonly [RegExp, string])[] = [
  [/^(sysctl_\w+|sysctl|sysfs|proc|proc_net|cgroup)_t$/, "the kernel: its settings are only read"],
  [/^(etc|bin|lib|usr|ld_so|ld_so_cache|system_conf)_t$/, "the system's own files are only read"],
];

/** Why the draft leaves it out; undefined when it may be allowed. */
export function selinuxRefusal(denial: SelinuxDenial): string | undefined {
  const { tclass, permissions, path } = denial;
  const [source, target] = [typeOf(denial.source), typeOf(denial.target)];
  if (source === undefined || target === undefined) return "its contexts are none of a policy";
  const writes = permissions.some((one) => !READING.has(one) && FILES.has(one));
  return (
    classRefusal(tclass, permissions) ??
    TYPES.find(([type]) => type.test(target))?.[1] ??
    (writesMore(permissions) ? READ_ONLY.find(([type]) => type.test(target))?.[1] : undefined) ??
    (tclass === "process" && source !== target ? "processes of another domain" : undefined) ??
    (path === null ? undefined : pathRefusal(path, { writes, owned: null }))
  );
}

function writesMore(permissions: readonly string[]): boolean {
  return WRITES.split(" ").some((one) => permissions.includes(one));
}

function classRefusal(tclass: string, permissions: readonly string[]): string | undefined {
  const may = Object.hasOwn(MAY, tclass) ? MAY[tclass] : undefined;
  if (may === undefined) return `Go's tools need nothing of the class ${safe(tclass)}`;
  const beyond = permissions.filter((one) => !may.has(one));
  if (beyond.length === 0) return undefined;
  return `Go's tools need no ${beyond.map(safe).join(", ")} (${tclass})`;
}

function safe(word: string): string {
  return word.replace(/\W/g, "?").slice(0, 60);
}
