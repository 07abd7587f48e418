/**
 * Paths that no draft opens, whatever was denied: secrets, the kernel, other users'
 * homes, and writing to the system's own files. Reading settings of the kernel stays
 * possible: Go's runtime reads the size of huge pages below /sys.
 */

export interface Asked {
  readonly writes: boolean;
  /** The file belongs to who asked; null where nobody knows. */
  readonly owned: boolean | null;
}

const SECRETS = /^\/etc\/(g?shadow-?|sudoers(\.d\/.*)?|ssh\/ssh_host_.*|security\/opasswd)$/s;
const KEYS = /^(\/home\/[^/]+|\/root)\/\.(ssh|gnupg|aws|kube)(\/|$)/s;
const KERNEL =
  /^\/(boot|lib\/modules|usr\/lib\/modules|sys\/kernel\/(security|debug|tracing|config)|sys\/fs\/(selinux|bpf))(\/|$)|^\/proc\/(kcore|kmem|kmsg|kallsyms|kpage\w+|sysrq-trigger)$|^\/dev\/(k?mem|port|[shv]d\w*|nvme\w*|dm-\w+|mapper\/.*)$/s;
const MEMORY = /^\/proc\/\d+\/(mem|environ|task\/\d+\/mem)$/s;
const HOME = /^(\/home\/[^/]+|\/root)(\/|$)/s;
const SYSTEM = /^\/(etc|usr|bin|sbin|lib\w*|boot|sys|proc\/sys)(\/|$)/s;

/** Why a path is left out; undefined when it may be opened. */
export function pathRefusal(path: string, { writes, owned }: Asked): string | undefined {
  if (SECRETS.test(path) || KEYS.test(path)) return "secrets";
  if (KERNEL.test(path)) return "the kernel";
  if (MEMORY.test(path)) return "the memory of a process";
  if (HOME.test(path) && owned !== true) return "another user's home";
  if (writes && SYSTEM.test(path)) return "the system's own files are only read";
  return undefined;
}
