/**
 * Which files could speak for a directory: one walk to the root finds the nearest
 * .go-version, go.work and go.mod. Files and directories that others may have
 * written do not count (security S9). Reads the file system and nothing else.
 */
import { type Stats, statSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Question } from "./pin.ts";

export interface Candidates {
  readonly goVersion?: string;
  readonly goWork?: string;
  readonly goMod?: string;
}

/** The nearest of each kind. The walk ends at a .go-version: it wins over all others. */
export function findCandidates(question: Question): Candidates {
  const found: { goVersion?: string; goWork?: string; goMod?: string } = {};
  const modules = question.env.GO111MODULE !== "off";
  const work = question.env.GOWORK || "auto";
  if (modules && work.startsWith("/") && isFile(work)) found.goWork = work;
  let seekWork = modules && work === "auto";
  let seekMod = modules;
  for (const directory of ancestors(startOf(question))) {
    const speaks = (name: string) =>
      isFile(join(directory, name)) && trusts(question, directory, name);
    if (speaks(".go-version")) return { ...found, goVersion: join(directory, ".go-version") };
    if (seekWork && speaks("go.work")) {
      found.goWork = join(directory, "go.work");
      seekWork = false;
    }
    if (seekMod && speaks("go.mod")) {
      seekMod = false;
      // Go takes no module root in the directory for temporary files itself (golang/go#26708).
      if (directory !== (question.env.TMPDIR || "/tmp")) found.goMod = join(directory, "go.mod");
    }
  }
  return found;
}

/** $PWD while it names the current directory, as os.Getwd: links stay as the user walked them. */
function startOf({ cwd, env }: Question): string {
  const named = env.PWD;
  if (named === undefined || !named.startsWith("/")) return cwd;
  const [a, b] = [statOf(named), statOf(cwd)];
  return a !== undefined && b !== undefined && a.dev === b.dev && a.ino === b.ino ? named : cwd;
}

function* ancestors(start: string): Generator<string> {
  if (!start.startsWith("/")) return;
  for (let directory = start; ; directory = dirname(directory)) {
    yield directory;
    if (directory === "/") return;
  }
}

/**
 * True when file and directory are the caller's, or the caller's and root's and
 * not for everyone to write. The mode of what is all the caller's is not looked at:
 * the shim can not without a process, and the two must agree.
 */
function trusts(question: Question, directory: string, name: string): boolean {
  const stats = [statOf(directory), statOf(join(directory, name))];
  if (stats.every((stat) => stat?.uid === question.uid)) return true;
  const why = stats.map((stat) => distrust(stat, question.uid)).find((word) => word !== undefined);
  if (why !== undefined) question.onIgnored?.(join(directory, name), why);
  return why === undefined;
}

function distrust(stat: Stats | undefined, uid: number | undefined): string | undefined {
  if (stat === undefined || (stat.uid !== uid && stat.uid !== 0)) {
    return "neither you nor root owns it and its directory";
  }
  return (stat.mode & 0o002) === 0 ? undefined : "everyone may write to it or its directory";
}

function isFile(path: string): boolean {
  return statOf(path)?.isFile() === true;
}

function statOf(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch {
    return undefined;
  }
}
