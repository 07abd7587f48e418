/**
 * Which file `pin` writes and `unpin` takes from. Only files of the project count: the
 * repository around the working directory, else the module, else the directory alone. A
 * pin further up is somebody else's.
 */
import { realpathSync } from "node:fs";
import { dirname, join } from "node:path";
import { gather } from "#facts/gather.ts";
import { lookAtFile } from "#facts/look.ts";
import { thisPlace } from "#facts/place.ts";
import { textOf } from "#facts/read.ts";
import { GosteadError } from "#model/error.ts";
import { quoted } from "#model/quote.ts";
import type { PinTarget } from "#pin/edit.ts";
import { type Module, rulingModule } from "#pin/module.ts";
import { PIN_FILES } from "#pin/pin.ts";
import { findPlaces } from "#pin/place.ts";
import type { CliContext } from "./context.ts";
import { questionHere } from "./here.ts";

export const TARGETS: readonly PinTarget[] = [...PIN_FILES, "go.mod"];

const MAX = 64 * 1024;

export interface Target {
  readonly kind: PinTarget;
  readonly file: string;
}

/** What the project says now, and where it may say more. */
export interface Project {
  readonly root: string;
  /** The pin file of the project that counts; a file that says nothing of Go is none. */
  readonly pin: Target | undefined;
  /** The go.work, else go.mod, that rules the working directory. */
  readonly module: Module | undefined;
}

export async function projectHere(context: CliContext): Promise<Project> {
  const { project } = await gather(["project"], thisPlace(context.host));
  const { cwd } = context.host;
  const root = project.known ? project.value.root : cwd;
  const { pins, modules } = findPlaces({ ...questionHere(context), onIgnored: () => {} });
  const counts = pins.find(({ said, skipped }) => said !== undefined && skipped === undefined);
  const own = counts !== undefined && isWithin(counts.file, root) ? counts : undefined;
  return { root, pin: own, module: rulingModule(modules) };
}

/** The file that --to names: the one of that name that is there, the nearest; else in the root. Throws `usage`. */
export async function namedTarget(context: CliContext, root: string, to: string): Promise<Target> {
  const kind = TARGETS.find((one) => one === to);
  if (kind === undefined) {
    throw new GosteadError("usage", `a version is not pinned in ${quoted(to)}`, {
      fix: `--to one of ${TARGETS.join(", ")}`,
    });
  }
  for (let at = context.host.cwd; isWithin(join(at, kind), root); at = dirname(at)) {
    const file = join(at, kind);
    if ((await lookAtFile("/", { file, max: MAX })).is === "file") return { kind, file };
    if (at === dirname(at)) break;
  }
  if (kind !== "go.mod") return { kind, file: join(root, kind) };
  throw new GosteadError("usage", `there is no go.mod in ${root}`, {
    fix: "pin in .go-version, or run: go mod init",
  });
}

/** What `edit` makes of the file's text; an error that names only its kind names the whole path. */
export function editing<T>({ kind, file }: Target, edit: () => T): T {
  try {
    return edit();
  } catch (error) {
    if (!(error instanceof GosteadError) || !error.message.startsWith(kind)) throw error;
    const fix = error.fix === undefined ? {} : { fix: error.fix };
    throw new GosteadError(error.code, `${dirname(file)}/${error.message}`, fix);
  }
}

/** The text of a file that may be edited; undefined when it is not there. Throws `cannot-edit`. */
export async function editableText(file: string): Promise<string | undefined> {
  const answer = await lookAtFile("/", { file, max: MAX });
  if (answer.is === "absent") return undefined;
  const read = textOf(answer);
  if (read.is === "unreadable") throw cannotEdit(file, read.reason);
  // Bytes that are no UTF-8 would not survive being written again.
  if (read.is === "text" && answer.is === "file" && Buffer.from(read.text).equals(answer.bytes)) {
    return read.text;
  }
  throw cannotEdit(file, "it is no UTF-8");
}

function cannotEdit(file: string, why: string): GosteadError {
  return new GosteadError("cannot-edit", `${quoted(file, 400)} is left alone: ${why}`, {
    fix: "edit it by hand",
  });
}

/** Links in the way to the file are followed: the shell's $PWD may have some. */
export function isWithin(file: string, root: string): boolean {
  const directory = realOf(dirname(file));
  const top = realOf(root);
  return directory === top || directory.startsWith(top === "/" ? "/" : `${top}/`);
}

function realOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
