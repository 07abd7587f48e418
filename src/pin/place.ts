/**
 * Which files could speak for a directory: one walk to the root, or to a directory
 * of GOSTEAD_CEILING, over the pin files, go.work and go.mod. Files and directories
 * that others may have written do not count (security S9). The nearest file that
 * says something of Go counts, and the nearest go.work, and the nearest go.mod;
 * what lies further up is listed and not believed.
 */
import type { Stats } from "node:fs";
import { dirname, join } from "node:path";
import type { Said } from "./lines.ts";
import { PIN_FILES, type PinFile, type Question } from "./pin.ts";
import { readPinFile, statOf } from "./read.ts";

export interface PinPlace {
  readonly kind: PinFile;
  readonly file: string;
  /** Absent when it says nothing of Go, or is not believed. */
  readonly said?: Said;
  /** Why it does not count. */
  readonly skipped?: string;
}

export interface ModulePlace {
  readonly kind: "go.work" | "go.mod";
  readonly file: string;
  readonly skipped?: string;
}

/** From the nearest to the furthest. */
export interface Places {
  readonly pins: readonly PinPlace[];
  readonly modules: readonly ModulePlace[];
}

/** What is still looked for on the way up. */
interface Sought {
  pin: boolean;
  "go.work": boolean;
  "go.mod": boolean;
}

const SILENT = "it says nothing of Go";
const NEARER = "a nearer file counts first";

/** Every place from the directory upwards. `question.onIgnored` hears of those that would have counted. */
export function findPlaces(question: Question): Places {
  const pins: PinPlace[] = [];
  const modules: ModulePlace[] = [];
  const named = namedWork(question);
  if (named !== undefined) modules.push(named);
  const sought = soughtAtFirst(question);
  for (const directory of ancestors(question)) {
    for (const kind of PIN_FILES) {
      const place = pinAt(question, { directory, kind, sought });
      if (place !== undefined) pins.push(place);
    }
    for (const kind of ["go.work", "go.mod"] as const) {
      const place = moduleAt(question, { directory, kind, sought });
      if (place !== undefined) modules.push(place);
    }
  }
  return { pins, modules };
}

function soughtAtFirst({ env }: Question): Sought {
  const modules = env.GO111MODULE !== "off";
  return { pin: true, "go.work": modules && (env.GOWORK || "auto") === "auto", "go.mod": modules };
}

function namedWork({ env }: Question): ModulePlace | undefined {
  const work = env.GOWORK ?? "";
  if (!work.startsWith("/") || !isFile(work) || env.GO111MODULE === "off") return undefined;
  return { kind: "go.work", file: work };
}

interface Spot<Kind> {
  readonly directory: string;
  readonly kind: Kind;
  readonly sought: Sought;
}

function pinAt(question: Question, { directory, kind, sought }: Spot<PinFile>) {
  const file = join(directory, kind);
  const stat = statOf(file);
  if (stat === undefined) return undefined;
  const listen = sought.pin ? question.onIgnored : undefined;
  const why = strange(stat, kind) ?? distrust(directory, stat, question.uid);
  // ~/.goenv is goenv's own directory, and no surprise.
  if (why === "") return undefined;
  if (why !== undefined) {
    listen?.(file, why);
    return { kind, file, skipped: why };
  }
  return spokenAt({ kind, file }, sought, listen);
}

function spokenAt(place: PinPlace, sought: Sought, listen: Question["onIgnored"]): PinPlace {
  const said = readPinFile(place.kind, place.file);
  if (said === undefined) return { ...place, skipped: SILENT };
  if (!sought.pin) return { ...place, said, skipped: NEARER };
  sought.pin = false;
  if ("bad" in said) {
    sought["go.work"] = false;
    sought["go.mod"] = false;
  } else if (said.extra !== undefined) {
    listen?.(`${place.file}:${said.extra}`, "the first version of the file counts");
  }
  return { ...place, said };
}

function moduleAt(question: Question, spot: Spot<"go.work" | "go.mod">): ModulePlace | undefined {
  const { directory, kind, sought } = spot;
  const file = join(directory, kind);
  const stat = statOf(file);
  if (stat?.isFile() !== true) return undefined;
  const off = turnedOff(question, kind);
  if (off !== undefined) return { kind, file, skipped: off };
  if (!sought[kind]) return { kind, file, skipped: NEARER };
  const why = distrust(directory, stat, question.uid);
  if (why !== undefined) {
    question.onIgnored?.(file, why);
    return { kind, file, skipped: why };
  }
  sought[kind] = false;
  // Go takes no module root in the directory for temporary files itself (golang/go#26708).
  return kind === "go.mod" && directory === (question.env.TMPDIR || "/tmp")
    ? { kind, file, skipped: "Go takes no module root in the directory for temporary files" }
    : { kind, file };
}

function turnedOff({ env }: Question, kind: "go.work" | "go.mod"): string | undefined {
  if (env.GO111MODULE === "off") return "GO111MODULE=off";
  const auto = (env.GOWORK || "auto") === "auto";
  return kind === "go.mod" || auto ? undefined : "GOWORK says otherwise";
}

/** The directory, and those above it up to the first that GOSTEAD_CEILING names. */
function* ancestors(question: Question): Generator<string> {
  const start = startOf(question);
  if (!start.startsWith("/")) return;
  const ceilings = new Set((question.env.GOSTEAD_CEILING ?? "").split(":"));
  for (let directory = start; ; ) {
    yield directory;
    if (directory === "/") return;
    directory = dirname(directory);
    if (ceilings.has(directory) || ceilings.has(`${directory}/`)) return;
  }
}

/** $PWD while it names the current directory, as os.Getwd: links stay as the user walked them. */
function startOf({ cwd, env }: Question): string {
  const named = env.PWD;
  if (named === undefined || !named.startsWith("/")) return cwd;
  const [a, b] = [statOf(named), statOf(cwd)];
  return a !== undefined && b !== undefined && a.dev === b.dev && a.ino === b.ino ? named : cwd;
}

/** Why it is no file to read; empty for what is passed over without a word. */
function strange(stat: Stats, kind: PinFile): string | undefined {
  if (stat.isFile()) return undefined;
  return kind === ".goenv" && stat.isDirectory() ? "" : "it is no regular file";
}

/**
 * Why the file may not speak; undefined when file and directory are the caller's,
 * or the caller's and root's and not for everyone to write. The mode of what is all
 * the caller's is not looked at: the shim can not without a process, and the two
 * must agree.
 */
function distrust(directory: string, file: Stats, uid: number | undefined): string | undefined {
  const stats = [statOf(directory), file];
  if (stats.every((stat) => stat?.uid === uid)) return undefined;
  return stats.map((stat) => distrustOf(stat, uid)).find((why) => why !== undefined);
}

function distrustOf(stat: Stats | undefined, uid: number | undefined): string | undefined {
  if (stat === undefined || (stat.uid !== uid && stat.uid !== 0)) {
    return "neither you nor root owns it and its directory";
  }
  return (stat.mode & 0o002) === 0 ? undefined : "everyone may write to it or its directory";
}

function isFile(path: string): boolean {
  return statOf(path)?.isFile() === true;
}
