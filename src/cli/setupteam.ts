/** `gostead setup team [VERSION] [--template FILE|DIRECTORY|ADDRESS --sha256 HEX]`: one Go for all who clone the project. */
import { lstatSync } from "node:fs";
import { removeBlock } from "#apply/block.ts";
import { fieldsOf, templateNamed } from "#facts/teamfile.ts";
import { GosteadError } from "#model/error.ts";
import {
  DEFAULT_FIELDS,
  planTeam,
  TEAM_BLOCK,
  TEAM_FILES,
  type TeamAsk,
  type TeamFileName,
  withoutTeam,
} from "#setup/team.ts";
import type { CliContext } from "./context.ts";
import { applyFixes } from "./fixing.ts";
import { editableText, projectHere } from "./pintarget.ts";
import { shown } from "./render.ts";
import { type AloneFlags, tellAlone } from "./setupalone.ts";
import { keepTemplate, namedTemplate, readTemplate, type Template } from "./teamtemplate.ts";
import { teamVersion } from "./teamversion.ts";

/** Exit 1: lines of people's own say something else, and stay. */
export async function setupTeam(
  context: CliContext,
  flags: AloneFlags,
  words: readonly string[],
): Promise<number> {
  const [word, extra] = words;
  if (extra !== undefined || flags.action !== undefined) {
    throw new GosteadError("usage", "setup team takes one version and a template, nothing else", {
      fix: "gostead setup team 1.22.6 --template FILE",
    });
  }
  const project = await projectHere(context);
  const { root } = project;
  const files = TEAM_FILES.map((name) => `${root}/${name}`);
  for (const file of files) refuseLink(file);
  if (flags.remove === true) return await takeOut(context, root);
  const template = await templateOf(context, flags, root);
  const own = await ownTexts(root);
  const pins = await teamVersion(context, { word, template, own, project });
  const ask = askOf({ root, own, template, version: pins.version });
  const plan = planTeam(ask);
  const left = [...pins.left, ...plan.left];
  const changes = await applyFixes(context, plan.actions, "setup team");
  if (changes !== undefined && template !== undefined) await keepTemplate(context, template);
  const notes = [...(template?.warnings ?? []), ...usageNotes(changes)];
  await tellAlone(context, { target: "team", changes, files, left, notes });
  return left.length > 0 ? 1 : 0;
}

async function takeOut(context: CliContext, root: string): Promise<number> {
  const changes = await applyFixes(context, withoutTeam(root), "setup team --remove");
  const files = TEAM_FILES.filter((name) => name !== ".go-version").map(
    (name) => `${root}/${name}`,
  );
  const notes = ["a .go-version stays, and counts: gostead unpin takes it out"];
  await tellAlone(context, { target: "team", changes, files, notes, removed: true });
  return 0;
}

/** A link may lead to somebody else's file; git does not even follow one that is its .gitignore. */
function refuseLink(file: string): void {
  if (lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink() !== true) return;
  throw new GosteadError("cannot-edit", `${shown(file)} is a link: nothing is changed`, {
    fix: "put a file of the project's own in its place",
  });
}

async function templateOf(
  context: CliContext,
  { template, sha256 }: AloneFlags,
  root: string,
): Promise<Template | undefined> {
  if (template !== undefined) return await readTemplate(context, { from: template, sha256, root });
  const named = templateNamed((await editableText(`${root}/.goenv`)) ?? "");
  if (sha256 === undefined)
    return named === null ? undefined : await namedTemplate(context, named, root);
  throw new GosteadError("usage", "--sha256 is the hash of a --template", {
    fix: "gostead setup team --template ADDRESS --sha256 HEX",
  });
}

type Texts = TeamAsk["own"];

async function ownTexts(root: string): Promise<Texts> {
  const texts = TEAM_FILES.map(async (name): Promise<[TeamFileName, string | undefined]> => {
    const text = await editableText(`${root}/${name}`);
    const own = removeBlock(text === undefined ? undefined : Buffer.from(text), TEAM_BLOCK);
    return [name, own?.toString()];
  });
  return Object.fromEntries(await Promise.all(texts)) as Record<TeamFileName, string | undefined>;
}

function askOf({
  root,
  own,
  template,
  version,
}: Omit<TeamAsk, "fields" | "set" | "template"> & {
  readonly template: Template | undefined;
}): TeamAsk {
  const said = (template?.fields ?? DEFAULT_FIELDS).filter(({ key }) => key !== "GO_VERSION");
  const isSaid = said.some(({ key }) => key === "GO_BUILD_TAGS");
  const fields = isSaid ? said : [{ key: "GO_BUILD_TAGS", value: "" }, ...said];
  return { root, own, template, version, fields, set: fieldsOf(own[".goenv"] ?? "") };
}

function usageNotes(changes: number | undefined): readonly string[] {
  if (changes === undefined || changes === 0) return [];
  return [
    "commit the files; each who works here runs gostead allow .goenv once for what is not the version",
    "with direnv: gostead setup direnv, then direnv allow",
  ];
}
