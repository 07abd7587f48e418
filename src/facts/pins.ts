/** Every line of the project that names a Go version: pins, modules, images, CI, linters. */
import { basename } from "node:path";
import { parseGoMod } from "#pin/gomod.ts";
import { PIN_FILES } from "#pin/pin.ts";
import { READERS } from "#pin/read.ts";
import { gitlabClaims, golangciClaims, workflowClaims } from "./ciyaml.ts";
import { type Claim, claimOfImage, claimsIn, versionsOf } from "./claim.ts";
import { imagesOf } from "./dockerfile.ts";
import { defineFact, known, unknown } from "./fact.ts";
import { projectFilesFact } from "./project.ts";
import type { FileRead } from "./read.ts";

const MAX = 256 << 10;

export interface ProjectPins {
  readonly root: string;
  /** In the order of the files; of one file in the order of its lines. */
  readonly claims: readonly Claim[];
}

type Said = Omit<Claim, "file">;

export const pinsFact = defineFact({
  name: "pins",
  cost: "instant",
  about: "every line of the project that names a Go version",
  needs: { projectfiles: projectFilesFact },
  reads: (_, { projectfiles }): readonly FileRead[] =>
    projectfiles.files.map((file) => ({ file, max: MAX })),
  parse: (answers, _, { projectfiles: { root } }) => {
    const claims: Claim[] = [];
    for (const answer of answers) {
      if (answer.is === "unreadable") return unknown(`${answer.path}: ${answer.reason}`);
      if (answer.is === "file") claims.push(...claimsOf(answer.path, answer.bytes));
    }
    return known<ProjectPins>({ root, claims });
  },
});

/** What a file says by its name; nothing for a name that no reader knows. */
export function claimsOf(path: string, bytes: Buffer): readonly Claim[] {
  const name = basename(path);
  const pinned = pinnedBy(name, bytes.toString("latin1"));
  return claimsIn(path, pinned ?? otherClaims(name, bytes.toString("utf8")));
}

/** The files that gostead itself obeys; bytes are characters there, as its pin/ reads them. */
function pinnedBy(name: string, latin1: string): readonly Said[] | undefined {
  if (name === "go.mod" || name === "go.work") return moduleClaims(latin1);
  const kind = PIN_FILES.find((one) => one === name);
  if (kind === undefined) return undefined;
  const said = READERS[kind](latin1);
  return said !== undefined && "word" in said ? [pinClaim(latin1, said)] : [];
}

function pinClaim(latin1: string, { word, line }: { word: string; line: number }): Said {
  const text = lineOf(latin1, line);
  return { role: "pin", line, text, versions: versionsOf([word]), moving: false };
}

function moduleClaims(latin1: string): readonly Said[] {
  const { go, toolchain } = parseGoMod(latin1);
  const roles = [
    ["minimum", go],
    ["toolchain", toolchain],
  ] as const;
  return roles.flatMap(([role, said]) => {
    if (said === undefined) return [];
    const { value, line } = said;
    const versions = versionsOf([value.replace(/-.*/s, "")]);
    return [{ role, line, text: lineOf(latin1, line), versions, moving: false }];
  });
}

function otherClaims(name: string, text: string): readonly Said[] {
  if (/^\.gitlab-ci\./.test(name)) return gitlabClaims(text);
  if (/^\.golangci\./.test(name)) return golangciClaims(text);
  if (/\.ya?ml$/.test(name)) return workflowClaims(text);
  return imagesOf(text).flatMap(({ image, ...place }) => {
    const claim = claimOfImage(image);
    return claim === undefined ? [] : [{ role: "image" as const, ...place, ...claim }];
  });
}

function lineOf(latin1: string, line: number): string {
  const text = latin1.split("\n")[line - 1] ?? "";
  return Buffer.from(text, "latin1").toString("utf8").replaceAll("\0", "").trim();
}
