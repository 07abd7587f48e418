/**
 * Which processes run a program from a directory, as /proc shows it (spec A8.7):
 * the program itself (`/proc/<pid>/exe`) and what it has mapped (`maps`). Only root
 * may look at other users' processes; their names (`comm`) are for all to see
 * unless /proc is mounted with hidepid, so that one whose name is none of ours is
 * ruled out by it. Other machines and other pid namespaces are out of sight.
 */
import { readdirSync, readFileSync, readlinkSync, realpathSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { codeOf } from "./env.ts";

export interface Running {
  readonly pid: number;
  /** Its path, or its name where no more can be seen. */
  readonly program: string;
}

export interface Sight {
  readonly running: readonly Running[];
  /** Why one that runs might not have been seen; undefined when none can have been missed. */
  readonly unseen: string | undefined;
}

export interface SightOptions {
  /** Whose processes may be hidden from us: none for 0. */
  readonly uid: number | undefined;
  /** Names of the programs in the directory: what a hidden process of it would be called. */
  readonly names: ReadonlySet<string>;
  /** Where the kernel tells of processes. */
  readonly proc?: string;
}

/** The kernel cuts names of processes after so many bytes. */
const COMM_BYTES = 15;

export function programsIn(directory: string, { uid, names, proc = "/proc" }: SightOptions): Sight {
  const pids = pidsIn(proc);
  if (pids === undefined) {
    return { running: [], unseen: `${proc} shows no processes` };
  }
  const root = realpathSync(directory);
  const running: Running[] = [];
  const hidden: Running[] = [];
  for (const pid of pids) {
    const found = look(`${proc}/${pid}`, root);
    if (found === "hidden") hidden.push({ pid, program: nameOf(`${proc}/${pid}`) ?? "" });
    else if (found !== undefined) running.push({ pid, program: found });
  }
  // Nobody else can reach what lies below a directory that is closed to them.
  const unseen = uid !== 0 && !isPrivate(root) ? whyUnseen(hidden, names, proc) : undefined;
  return { running, unseen };
}

function pidsIn(proc: string): number[] | undefined {
  try {
    const pids = readdirSync(proc).filter((name) => /^\d+$/.test(name));
    return pids.length === 0 ? undefined : pids.map(Number);
  } catch {
    return undefined;
  }
}

/** The program below `root` that a process runs or has mapped; undefined when it has none, or has ended. */
function look(process: string, root: string): string | "hidden" | undefined {
  try {
    const program = readlinkSync(`${process}/exe`).replace(/ \(deleted\)$/, "");
    if (program.startsWith(`${root}/`)) return program;
    const maps = readFileSync(`${process}/maps`, "latin1");
    return maps.includes(` ${Buffer.from(root).toString("latin1")}/`) ? program : undefined;
  } catch (error) {
    const code = codeOf(error);
    return code === "EACCES" || code === "EPERM" ? "hidden" : undefined;
  }
}

/** What the kernel calls a process; undefined when even that is hidden. */
function nameOf(process: string): string | undefined {
  try {
    return readFileSync(`${process}/comm`, "utf8").trimEnd();
  } catch (error) {
    // It has ended meanwhile: a name that no program of ours has.
    return codeOf(error) === "ENOENT" || codeOf(error) === "ESRCH" ? "-" : undefined;
  }
}

function whyUnseen(
  hidden: readonly Running[],
  names: ReadonlySet<string>,
  proc: string,
): string | undefined {
  if (hidesOthers(proc)) return `${proc} hides other users' processes (hidepid)`;
  const short = new Set([...names].map((name) => name.slice(0, COMM_BYTES)));
  const suspect = hidden.find(({ program }) => program === "" || short.has(program));
  if (suspect === undefined) return undefined;
  const called = suspect.program === "" ? "" : ` (${suspect.program})`;
  return `process ${suspect.pid}${called} is another user's, and may run it`;
}

/** True for a /proc that lists no processes of others: their directories are not there at all. */
function hidesOthers(proc: string): boolean {
  try {
    const mounts = readFileSync(`${proc}/self/mountinfo`, "utf8").split("\n");
    const own = mounts.filter((line) => line.split(" ")[4] === proc).at(-1) ?? "";
    return /\bhidepid=(?!0|off)/.test(own);
  } catch {
    return true;
  }
}

/** True when some directory on the way lets only its owner in. */
function isPrivate(directory: string): boolean {
  for (let at = directory; ; at = dirname(at)) {
    if ((statSync(at).mode & 0o011) === 0) return true;
    if (at === dirname(at)) return false;
  }
}
