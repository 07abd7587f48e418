/** The lines of start files that set GOPATH: taken out once nothing needs them any more. */
import { existsSync } from "node:fs";
import { sep } from "node:path";
import { type Edit, settle } from "#doctor/mend.ts";
import { inStartFiles } from "#doctor/occurrence.ts";
import { whyKept } from "#migrate/gopathline.ts";
import type { Action } from "#model/action.ts";
import type { CliContext } from "./context.ts";
import { readText } from "./doctorfix.ts";
import { settingsHere } from "./migrate.ts";

export interface GopathLines {
  readonly actions: readonly Action[];
  /** Lines that stay, each with the reason. */
  readonly kept: readonly { readonly file: string; readonly line: number; readonly why: string }[];
}

/** `left` are the directories of repositories that still are no modules. */
export async function gopathLines(
  context: CliContext,
  left: readonly string[],
): Promise<GopathLines> {
  const rc = (await settingsHere(context))?.rc;
  const home = context.host.env.HOME;
  if (rc === undefined || !home) return { actions: [], kept: [] };
  const isUsed = rc.files.some(({ lines }) =>
    lines.some(({ names, sets }) => names.includes("GOPATH") && sets !== "GOPATH"),
  );
  const edits: Edit[] = [];
  const kept: GopathLines["kept"][number][] = [];
  for (const { value, evidence, edit } of inStartFiles("GOPATH", rc)) {
    const { file = "", line = 0 } = evidence;
    const below = left.filter((one) => isIn(one, value ?? ""));
    const why =
      value === null || edit === undefined
        ? "it is more than one plain assignment of your own"
        : whyKept({ value, home, left: below.length, isThere: existsSync, isUsed });
    if (why !== undefined) kept.push({ file, line, why });
    else if (edit !== undefined) edits.push(edit(null));
  }
  return { actions: await actionsOf(edits), kept };
}

function isIn(directory: string, gopath: string): boolean {
  return gopath
    .split(":")
    .some((one) => one !== "" && directory.startsWith(one.replace(/\/*$/, sep)));
}

async function actionsOf(edits: readonly Edit[]): Promise<readonly Action[]> {
  const actions: Action[] = [];
  for (const path of new Set(edits.map((edit) => edit.path))) {
    const text = await readText(path);
    const own = edits.filter((edit) => edit.path === path);
    const content = text === undefined ? undefined : settle(text, own);
    if (content !== undefined) actions.push({ kind: "write", path, content });
  }
  return actions;
}
