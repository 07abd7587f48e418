/**
 * The rule of apparmor.d(5) that would have allowed one denial, or why there is none.
 * `owner` wherever the file was the asker's own: then the rule opens nobody else's. A program
 * is run under the same profile (`ix`), never without one.
 */
import type { ApparmorDenial } from "./denial.ts";
import { pathRefusal } from "./pathrefusal.ts";

export interface Part {
  /** The rule up to its letters: rules with the same head are one. */
  readonly head: string;
  /** `r`, `w`, `a`, `m`, `k`, `l`, `x`; empty for rules that have none. */
  readonly letters: string;
}

export interface No {
  readonly reason: string;
}

const no = (reason: string): No => ({ reason });

/** Names that need no escapes, also as a file of local/. */
export const PROFILE = /^[A-Za-z0-9_./+-]{1,200}$/;

const FILE = new Set(
  "open exec mknod file_lock file_mmap file_perm file_inherit link unlink rename_src rename_dest truncate chmod chown mkdir rmdir symlink getattr file_mprotect".split(
    " ",
  ),
);
const SOCKET = new Set(
  "create bind listen accept connect sendmsg recvmsg getsockname getpeername getsockopt setsockopt socket_shutdown".split(
    " ",
  ),
);

export function apparmorRule(denial: ApparmorDenial): Part | No {
  const { operation, profile, path } = denial;
  if (!PROFILE.test(profile) || profile.includes("//")) {
    return no("a child profile, or a name with escapes: write the rule by hand");
  }
  if (operation === "capable") return capability(denial);
  if (operation === "ptrace") return ptrace(denial);
  if (operation === "signal") return signal(denial);
  if (SOCKET.has(operation) && denial.more.family !== undefined) return network(denial);
  if (FILE.has(operation) && path !== null) return file(denial, path);
  return no("no rule is drafted for this operation");
}

function capability({ more: { capname = "" } }: ApparmorDenial): Part | No {
  if (capname === "sys_ptrace" || capname === "net_bind_service") {
    return { head: `capability ${capname}`, letters: "" };
  }
  return no("the kernel: Go's tools need no such capability");
}

function ptrace({ mask, profile, more: { peer } }: ApparmorDenial): Part | No {
  if (peer !== profile) return no("a process of another profile");
  const asked = /^(read|trace|readby|tracedby)$/.test(mask);
  return asked ? { head: `ptrace (${mask}) peer=${profile}`, letters: "" } : no("no such mask");
}

function signal({ mask, profile, more }: ApparmorDenial): Part | No {
  const { peer, signal: name = "" } = more;
  if (peer !== profile) return no("a process of another profile");
  if (!/^(send|receive)$/.test(mask) || !/^[a-z]{2,10}$/.test(name)) return no("no such signal");
  return { head: `signal (${mask}) set=(${name}) peer=${profile}`, letters: "" };
}

const FAMILIES = /^(inet6?|unix|netlink)$/;
const KINDS = /^(stream|dgram)$/;

function network({ more: { family = "", sock_type: kind = "" } }: ApparmorDenial): Part | No {
  if (family === "netlink" && kind === "raw") return { head: "network netlink raw", letters: "" };
  if (!FAMILIES.test(family) || !KINDS.test(kind)) return no("Go's tools need no such socket");
  return { head: `network ${family} ${kind}`, letters: "" };
}

function file({ mask, owned }: ApparmorDenial, path: string): Part | No {
  const letters = mask.replace(/:/g, "").replace(/[cd]/g, "w");
  if (!/^[rwamklx]+$/.test(letters)) return no("no such mask");
  if (!path.startsWith("/") || /[\p{Cc}@"\\]|\/\.\.?(\/|$)/u.test(path)) {
    return no("the path is none that a rule can name");
  }
  const refused = pathRefusal(path, { writes: /[wal]/.test(letters), owned });
  if (refused !== undefined) return no(refused);
  const pattern = owned === true ? recurring(path) : `"${escaped(path)}"`;
  return { head: `${owned === true ? "owner " : ""}${pattern}`, letters };
}

/** Go makes a new directory with a new number for each build, the kernel one for each process. */
function recurring(path: string): string {
  const [, before, number] = /^(\/.*\/go-build|\/proc\/)(\d+)\//s.exec(path) ?? [];
  if (before === undefined || number === undefined) return `"${escaped(path)}"`;
  const rest = path.slice(before.length + number.length);
  const below = before === "/proc/" ? escaped(rest) : "/**";
  return `"${escaped(before)}[0-9]*${below}"`;
}

/** What is a pattern to AppArmor, taken by the letter. Its lexer trips over backslashes and quotes before a closing quote: those were refused. */
function escaped(text: string): string {
  return text.replace(/[?*[\]{}^,]/g, "\\$&");
}
