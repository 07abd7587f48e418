/**
 * The template that the project's `.goenv` names, read without the network: a file of the project as it is now, or the
 * copy that gostead keeps below its home, which counts only while its bytes have the hash that is their name.
 */
import { createHash } from "node:crypto";
import { join, normalize } from "node:path";
import { defineFact, known, type Machine, unknown } from "./fact.ts";
import type { FileRead } from "./read.ts";
import { type Field, fieldsOf, type TeamFile, teamfileFact } from "./teamfile.ts";

const MAX = 64 << 10;

export interface TeamTemplate {
  /** Null where the project names no template. */
  readonly file: string | null;
  /** A file of the project may have changed since it was applied. */
  readonly isApplied: boolean;
  readonly fields: readonly Field[];
}

export const teamtemplateFact = defineFact({
  name: "teamtemplate",
  cost: "instant",
  about: "what the template asks for that the project's .goenv names",
  needs: { teamfile: teamfileFact },
  reads: (machine, { teamfile }): readonly FileRead[] => {
    const file = placeOf(teamfile, machine);
    return file === undefined ? [] : [{ file, max: MAX }];
  },
  parse: ([answer], _machine, { teamfile: { template, directory } }) => {
    if (template === null) {
      return known<TeamTemplate>({ file: null, isApplied: true, fields: [] });
    }
    const { name, sha256 } = template;
    if (answer === undefined) return unknown(`${name}: it names no place in the project`);
    if (answer.is === "absent") return unknown(absence(name));
    if (answer.is === "unreadable") return unknown(`${answer.path}: ${answer.reason}`);
    const isApplied = createHash("sha256").update(answer.bytes).digest("hex") === sha256;
    const fields = fieldsOf(answer.bytes.toString("utf8"));
    // Somebody else's repository may lead its link to any file of ours.
    if (isOfProject(name) && !answer.real.startsWith(`${directory}/`)) {
      return unknown(`${name}: it leads out of the project`);
    }
    if (isOfProject(name) || isApplied) {
      return known<TeamTemplate>({ file: answer.path, isApplied, fields });
    }
    return unknown(`${answer.path}: its bytes are not those that its name says`);
  },
});

function placeOf({ template, directory }: TeamFile, { gostead }: Machine): string | undefined {
  if (template === null) return undefined;
  if (!isOfProject(template.name)) {
    return gostead === undefined ? undefined : join(gostead, "templates", template.sha256);
  }
  const name = normalize(template.name);
  return name.startsWith("..") || name.includes("\0") ? undefined : join(directory, name);
}

function isOfProject(name: string): boolean {
  return name.startsWith("./");
}

function absence(name: string): string {
  return isOfProject(name)
    ? `${name}: it is not in the project`
    : `no copy of ${name} is kept here: gostead setup team --template fetches it`;
}
