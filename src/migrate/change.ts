/**
 * What a proven copy has that the repository has not: go.mod, go.sum, and vendor/
 * where there was one. As actions, so that they are shown, agreed to, journaled and
 * can be taken back. Nothing else of the copy is looked at.
 */
import { lstat, readdir, readFile, readlink } from "node:fs/promises";
import { join } from "node:path";
import { isAbsent } from "#host/env.ts";
import type { Action } from "#model/action.ts";
import { GosteadError } from "#model/error.ts";
import { quoted } from "#model/quote.ts";

interface Standing {
  readonly bytes: Buffer;
  readonly mode: number;
  /** Of a link. */
  readonly target?: string;
}

/**
 * The actions that make the repository what its copy is. Throws `cannot-edit` for a file
 * that is no UTF-8 text: the journal keeps texts.
 */
export async function changesOf(
  copy: string,
  directory: string,
  vendored: boolean,
): Promise<readonly Action[]> {
  if ((await standing(join(copy, "go.mod"))) === undefined) {
    throw new GosteadError("io", `the copy of ${quoted(directory, 400)} is gone`, {
      fix: "run it again, and no gostead prune beside it",
    });
  }
  const names = new Set(["go.mod", "go.sum"]);
  const trees = vendored ? [copy, directory] : [];
  for (const tree of trees) for (const name of await filesBelow(tree, "vendor")) names.add(name);
  const actions: Action[] = [];
  for (const name of [...names].sort()) {
    const [before, after] = [
      await standing(join(directory, name)),
      await standing(join(copy, name)),
    ];
    actions.push(...change(join(directory, name), before, after));
  }
  return actions;
}

function change(
  path: string,
  before: Standing | undefined,
  after: Standing | undefined,
): readonly Action[] {
  if (after === undefined) return before === undefined ? [] : [{ kind: "remove", path }];
  if (before?.target === after.target && before?.bytes.equals(after.bytes)) return [];
  // A file that is there keeps its mode, as it does with any action.
  const isFile = before !== undefined && before.target === undefined;
  const make = makes(path, isFile ? { ...after, mode: before.mode } : after);
  // What stands there must not shape what comes: a link would be followed, CRLF be kept.
  const anew =
    before !== undefined && (before.target !== after.target || before.bytes.includes("\r\n"));
  return anew ? [{ kind: "remove", path }, make] : [make];
}

function makes(path: string, { bytes, mode, target }: Standing): Action {
  if (target !== undefined) return { kind: "link", path, target };
  const content = bytes.toString("utf8");
  if (Buffer.from(content, "utf8").equals(bytes)) return { kind: "write", path, content, mode };
  throw new GosteadError("cannot-edit", `${quoted(path, 400)} would be no text`, {
    fix: "remove vendor/ yourself, migrate, then run go mod vendor",
  });
}

async function standing(path: string): Promise<Standing | undefined> {
  try {
    const status = await lstat(path);
    const mode = status.mode & 0o777;
    if (status.isSymbolicLink())
      return { bytes: Buffer.alloc(0), mode, target: await readlink(path) };
    return status.isFile() ? { bytes: await readFile(path), mode } : undefined;
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw error;
  }
}

async function filesBelow(root: string, relative: string): Promise<readonly string[]> {
  try {
    const entries = await readdir(join(root, relative), { withFileTypes: true });
    const found: string[] = [];
    for (const one of entries) {
      const name = `${relative}/${one.name}`;
      if (one.isDirectory()) found.push(...(await filesBelow(root, name)));
      else if (one.isFile() || one.isSymbolicLink()) found.push(name);
    }
    return found;
  } catch (error) {
    if (isAbsent(error)) return [];
    throw error;
  }
}
