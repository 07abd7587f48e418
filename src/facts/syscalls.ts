/**
 * Which system calls the kernel answers, found out by calling them with arguments that
 * each of them refuses: an errno other than ENOSYS says that it is there. Perl makes the
 * calls, or Python where there is none, in a process of its own that a strict sandbox may
 * end: Debian always has the one, Fedora the other, and neither needs a compiler.
 */
import { defineFact, known, type Machine, unknown } from "./fact.ts";
import { SHIPPED } from "./floors.ts";
import type { RunAnswer } from "./read.ts";

const ENOSYS = 38;
const EPERM = 1;

/** -1 is no file, no flag and no size; 0 no address. None of the calls does anything with these. */
const PERL = `for (@ARGV) { $! = 0; syscall($_ + 0, -1, 0, 0, -1, 0, 0); print "$_ ", $! + 0, "\\n" }`;
/** A call that succeeds leaves errno alone, and is there: 0. */
const PYTHON =
  "import ctypes, sys\nlibc = ctypes.CDLL(None, use_errno=True)\n" +
  "for word in sys.argv[1:]:\n" +
  "  ctypes.set_errno(0)\n" +
  "  libc.syscall(int(word), -1, 0, 0, -1, 0, 0)\n" +
  "  print(word, ctypes.get_errno())";

const numbers = SHIPPED.syscalls.map(({ number }) => String(number));

export interface SyscallHere {
  readonly name: string;
  /** `blocked`: a sandbox refuses it. */
  readonly state: "present" | "missing" | "blocked";
}

export const syscallsFact = defineFact({
  name: "syscalls",
  cost: "local",
  about: "which of the newer system calls the kernel answers, tried",
  reads: (machine) =>
    isTried(machine)
      ? [
          { argv: ["perl", "-e", PERL, ...numbers], max: 4096 },
          { argv: ["python3", "-c", PYTHON, ...numbers], max: 4096 },
        ]
      : [],
  parse: (answers) => {
    if (answers.length === 0) return unknown("only tried on Linux, and not on mips");
    const said = answers.map(saidBy).find((one) => one.size === numbers.length);
    if (said === undefined) {
      return unknown("system calls are tried with perl or python3, and neither answered");
    }
    const calls = SHIPPED.syscalls.map(({ name, number }): SyscallHere => {
      const errno = said.get(number);
      const state = errno === ENOSYS ? "missing" : errno === EPERM ? "blocked" : "present";
      return { name, state };
    });
    return known({ calls });
  },
});

/** On mips the numbers begin at 4000 or 5000, by the ABI of whoever calls. */
function isTried({ platform }: Machine): boolean {
  return platform.startsWith("linux_") && !platform.startsWith("linux_mips");
}

/** errno by the call's number; empty where the program did not run. */
function saidBy(answer: RunAnswer): ReadonlyMap<number, number> {
  const text = answer.is === "ended" ? answer.stdout : "";
  const lines = [...text.matchAll(/^(\d+) (\d+)$/gm)];
  return new Map(lines.map(([, call, errno]) => [Number(call), Number(errno)]));
}
