/**
 * Every place where one of Go's settings is set: the environment, the file of
 * `go env -w`, start files of shells; and how the user's own lines are mended.
 */
import type { FactValue } from "#facts/facts.ts";
import type { Evidence } from "#model/finding.ts";
import type { Edit } from "./mend.ts";

export interface Occurrence {
  readonly where: "environment" | "goenv" | "rc";
  readonly value: string | null;
  readonly evidence: Evidence;
  /** False for a shell's own variable, which no program gets. */
  readonly exported: boolean;
  /** Changes the value, or takes the line away for null; undefined where we may not or cannot. */
  readonly edit?: (value: string | null) => Edit;
}

interface Sources {
  readonly environment: FactValue<"environment">;
  readonly goenvfile: FactValue<"goenvfile">;
  readonly rc: FactValue<"rc">;
}

/** The environment's comes last: a line that was found explains it. */
export function occurrencesOf(name: string, sources: Sources): readonly Occurrence[] {
  const value = sources.environment[name];
  const here: readonly Occurrence[] =
    value === undefined
      ? []
      : [
          {
            where: "environment",
            value,
            exported: true,
            evidence: { text: `${name}=${value} in the environment` },
          },
        ];
  return [...inGoEnvFile(name, sources.goenvfile), ...inStartFiles(name, sources.rc), ...here];
}

export function inGoEnvFile(
  name: string,
  { path, lines }: FactValue<"goenvfile">,
): readonly Occurrence[] {
  if (path === null) return [];
  return lines
    .filter((line) => line.name === name && line.value !== "")
    .map(({ line, value }) => {
      const was = `${name}=${value}`;
      return {
        where: "goenv",
        value,
        exported: true,
        evidence: { text: was, file: path, line },
        edit: (now) => {
          const text = now === null ? null : `${name}=${now}`;
          return { kind: "edit", path, line, was, now: text, shell: false };
        },
      };
    });
}

export function inStartFiles(name: string, { files }: FactValue<"rc">): readonly Occurrence[] {
  return files.flatMap((file) =>
    file.lines
      .filter((line) => assigns(line, name))
      .map((line): Occurrence => {
        const evidence = { text: line.text.trim(), file: file.path, line: line.line };
        const exported = line.exported || exports(file, name) || line.sets === null;
        const found = { where: "rc", value: line.value, evidence, exported } as const;
        const plain = line.sets === name && file.owner === "user";
        return plain ? { ...found, edit: (now) => editOf(file, line, now) } : found;
      }),
  );
}

type RcFile = FactValue<"rc">["files"][number];
type RcLine = RcFile["lines"][number];

/** Plainly, or in a line that does more; but not for one command alone: `GOROOT=/x make`. */
function assigns({ sets, text }: RcLine, name: string): boolean {
  if (sets !== null) return sets === name;
  const forOneCommand = new RegExp(`^\\s*(\\w+=\\S*\\s+)*${name}=\\S*\\s+[^\\s;&|#]`).test(text);
  const inside = new RegExp(`(^|[\\s;])${name}=|\\bset\\b.*\\s${name}\\s+\\S`);
  return inside.test(text) && !forOneCommand;
}

/** `export NAME` on a line of its own. */
function exports({ lines }: RcFile, name: string): boolean {
  const line = new RegExp(`^\\s*export\\s+([^=]*\\s)?${name}(\\s+[^=]*)?(;|#|$)`);
  return lines.some(({ text }) => line.test(text));
}

function editOf(file: RcFile, { line, text, sets }: RcLine, value: string | null): Edit {
  const place = { kind: "edit", path: file.path, line, was: text, shell: true } as const;
  if (value === null) return { ...place, now: null };
  const [head = ""] = new RegExp(`^.*?\\b${sets}(=|\\s+)`).exec(text) ?? [];
  return { ...place, now: head + quotedFor(file.syntax, value) };
}

function quotedFor(syntax: RcFile["syntax"], value: string): string {
  if (syntax === "environment") return `"${value}"`;
  const escaped =
    syntax === "fish" ? value.replace(/[\\']/g, "\\$&") : value.replaceAll("'", `'\\''`);
  return `'${escaped}'`;
}
