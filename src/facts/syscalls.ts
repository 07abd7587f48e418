/**
 * Which system calls the kernel answers, found out by calling them with arguments that
 * each of them refuses: an errno other than ENOSYS says that it is there. Perl makes the
 * calls, in a process of its own that a strict sandbox may end: Debian and its like always
 * have it, and it needs no compiler.
 */
import { defineFact, known, unknown } from "./fact.ts";
import { SHIPPED } from "./floors.ts";

const ENOSYS = 38;
const EPERM = 1;

/** -1 is no file, no flag and no size; 0 no address. None of the calls does anything with these. */
const PROBE = `for (@ARGV) { $! = 0; syscall($_ + 0, -1, 0, 0, -1, 0, 0); print "$_ ", $! + 0, "\\n" }`;

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
    machine.platform.startsWith("linux_")
      ? [{ argv: ["perl", "-e", PROBE, ...numbers], max: 4096 }]
      : [],
  parse: ([answer]) => {
    if (answer === undefined) return unknown("only looked for on Linux");
    if (answer.is === "failed")
      return unknown(`system calls are tried with perl: ${answer.reason}`);
    const said = new Map(
      [...answer.stdout.matchAll(/^(\d+) (\d+)$/gm)].map(([, call, errno]) => [
        Number(call),
        Number(errno),
      ]),
    );
    const missed = SHIPPED.syscalls.find(({ number }) => !said.has(number));
    if (missed !== undefined) return unknown(`perl did not say what ${missed.name} answered`);
    const calls = SHIPPED.syscalls.map(({ name, number }): SyscallHere => {
      const errno = said.get(number);
      const state = errno === ENOSYS ? "missing" : errno === EPERM ? "blocked" : "present";
      return { name, state };
    });
    return known({ calls });
  },
});
