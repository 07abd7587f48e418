/**
 * What a team's project gets: `.goenv` and `.go-version`, which say one version; `.envrc` for direnv; lines of
 * .gitignore. Where a file may hold comments, ours stand in a block with the name `team`; of people's own lines none is
 * changed, and one that says something else is told. Pure: texts in, actions out.
 */
import type { Action } from "#model/action.ts";
import { GosteadError } from "#model/error.ts";
import { formatGoenvLine, type GoenvAssignment } from "#model/goenvline.ts";
import { quoted } from "#model/quote.ts";

export const TEAM_BLOCK = "team";
export const TEAM_FILES = [".goenv", ".go-version", ".envrc", ".gitignore"] as const;
export type TeamFileName = (typeof TEAM_FILES)[number];

/** Relative caches lie below the `.goenv` that names them. */
export const DEFAULT_FIELDS: readonly GoenvAssignment[] = [
  { key: "GO_BUILD_TAGS", value: "" },
  { key: "GO111MODULE", value: "on" },
  { key: "GOCACHE", value: ".gocache" },
];

const IGNORED = [".gocache/", ".go-audit.log"];

export interface TeamAsk {
  /** The project's directory. */
  readonly root: string;
  /** What both pins say. */
  readonly version: string;
  /** What `.goenv` says beside the version. */
  readonly fields: readonly GoenvAssignment[];
  readonly template: { readonly name: string; readonly sha256: string } | undefined;
  /** People's own texts, without our block; undefined where there is no file. */
  readonly own: Readonly<Record<TeamFileName, string | undefined>>;
  /** What the own lines of `.goenv` set. */
  readonly set: readonly (GoenvAssignment & { readonly line: number })[];
}

export interface TeamPlan {
  readonly actions: readonly Action[];
  /** Lines of people's own that say something else, one sentence each: they stay. */
  readonly left: readonly string[];
}

export function planTeam(ask: TeamAsk): TeamPlan {
  const { root, own, version } = ask;
  const goenv = goenvLines(ask);
  const path = `${root}/.go-version`;
  const pin: Action = { kind: "write", path, content: `${version}\n` };
  return {
    actions: [
      block(root, ".goenv", goenv.lines),
      ...(own[".go-version"] === undefined ? [pin] : []),
      block(root, ".envrc", usesGostead(own[".envrc"]) ? [] : ["use gostead"]),
      block(root, ".gitignore", missingFrom(own[".gitignore"] ?? "")),
    ],
    left: goenv.left,
  };
}

/** Takes the blocks out. `.go-version` stays: which Go runs is not ours to change by the way. */
export function withoutTeam(root: string): readonly Action[] {
  return ([".goenv", ".envrc", ".gitignore"] as const).map((name) => block(root, name, []));
}

function block(root: string, name: TeamFileName, lines: readonly string[]): Action {
  return { kind: "block", path: `${root}/${name}`, name: TEAM_BLOCK, lines };
}

function goenvLines(ask: TeamAsk): { lines: readonly string[]; left: readonly string[] } {
  const { root, version, template, set } = ask;
  const lines: string[] = [];
  const left: string[] = [];
  if (template !== undefined) {
    lines.push(`# gostead template: ${template.name} sha256:${template.sha256}`);
  }
  for (const field of [{ key: "GO_VERSION", value: version }, ...ask.fields]) {
    const there = set.findLast(({ key }) => key === field.key);
    if (there === undefined) lines.push(lineOf(field));
    else if (bare(there) !== bare(field)) {
      const [says, asked] = [quoted(there.value), quoted(field.value)];
      left.push(`${root}/.goenv:${there.line} says ${field.key}=${says} and stays; not ${asked}`);
    }
  }
  return { lines, left };
}

/** `go1.22.6` and `1.22.6` are one version. */
function bare({ key, value }: GoenvAssignment): string {
  return key === "GO_VERSION" ? value.replace(/^go(?=\d)/, "") : value;
}

function lineOf(field: GoenvAssignment): string {
  const line = formatGoenvLine(field);
  if (line !== undefined) return line;
  throw new GosteadError("usage", `no line of .goenv can say ${field.key}=${quoted(field.value)}`, {
    fix: "a value holds either ' or one of $ and `, and no tab",
  });
}

function usesGostead(text: string | undefined): boolean {
  return /^[ \t]*use[ \t_]gostead\b/m.test(text ?? "");
}

function missingFrom(text: string): readonly string[] {
  const there = text.split(/\r?\n/).map((line) => line.trim().replace(/^\//, ""));
  return IGNORED.filter(
    (line) => !there.includes(line) && !there.includes(line.replace(/\/$/, "")),
  );
}
