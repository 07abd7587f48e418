/**
 * Go versions in CI and linter files: `go-version:` of GitHub workflows (a scalar, a list,
 * or `${{ matrix.go }}` and `${{ env.GO }}` where the same file gives them values),
 * `image: golang:…` of .gitlab-ci.yml with its variables, `run.go` of .golangci.yml.
 * A number without quotes loses its last zero, as it does for whoever reads the file:
 * `go-version: 1.20` asks for 1.2.
 */
import { type Claim, claimOfImage, versionsOf } from "./claim.ts";
import { type YamlLine, type YamlScalar, yamlLines } from "./yamllines.ts";

type Said = Omit<Claim, "file">;

export function workflowClaims(yaml: string): readonly Said[] {
  const lines = yamlLines(yaml);
  return lines
    .filter(({ key }) => key === "go-version")
    .flatMap((line) => {
      const [first] = line.values;
      const [, name] = /^\$\{\{ *(?:matrix|env)\.([\w-]+) *\}\}$/.exec(first?.value ?? "") ?? [];
      const said = name === undefined ? [line] : lines.filter(({ key }) => key === name);
      return together(said).map((one) => ({ ...one, role: "ci" as const, moving: false }));
    });
}

/** Several lines that give one name its values, a matrix and what it includes, are one claim. */
function together(lines: readonly YamlLine[]): readonly Pick<Said, "line" | "text" | "versions">[] {
  const [first] = lines.filter(({ values }) => values.length > 0);
  if (first === undefined) return [];
  const scalars = lines.flatMap(({ values }) => values);
  // One value that we cannot read could be the one that agrees with the others.
  const read = scalars.map((one) => versionsOf([numbered(one)]));
  const versions = read.every((one) => one.length > 0) ? read.flat() : [];
  return [{ line: first.line, text: textOf(first), versions }];
}

export function gitlabClaims(yaml: string): readonly Said[] {
  const lines = yamlLines(yaml);
  return lines.flatMap((line, at) => {
    if (line.key !== "image") return [];
    const next = lines[at + 1];
    const named = line.values.length === 0 && next?.key === "name" && next.indent > line.indent;
    const told = named ? next : line;
    const image = filledIn(told?.values[0]?.value ?? "", lines);
    const claim = image === undefined ? undefined : claimOfImage(image);
    if (claim === undefined) return [];
    return [{ role: "image" as const, line: told.line, text: told.text, ...claim }];
  });
}

/** A variable counts that has one value in the whole file. */
function filledIn(image: string, lines: readonly YamlLine[]): string | undefined {
  let whole = true;
  const filled = image.replace(/\$(?:(\w+)|\{(\w+)\})/g, (_, bare?: string, braced?: string) => {
    const name = bare ?? braced;
    const values = lines.filter(({ key }) => key === name).flatMap((line) => line.values);
    const [only, ...others] = new Set(values.map(({ value }) => value));
    whole &&= only !== undefined && others.length === 0;
    return only ?? "";
  });
  return whole ? filled : undefined;
}

export function golangciClaims(yaml: string): readonly Said[] {
  const lines = yamlLines(yaml);
  const run = lines.findIndex(({ key, indent }) => key === "run" && indent === 0);
  if (run < 0) return [];
  const after = lines.slice(run + 1);
  const end = after.findIndex(({ indent }) => indent === 0);
  const go = after.slice(0, end < 0 ? after.length : end).find(({ key }) => key === "go");
  if (go === undefined) return [];
  const versions = versionsOf(go.values.map(numbered));
  return [{ role: "lint", line: go.line, text: textOf(go), versions, moving: false }];
}

function numbered({ value, quoted }: YamlScalar): string {
  return !quoted && /^\d+\.\d+$/.test(value) ? String(Number(value)) : value;
}

/** A list below its key is told on the line of the key. */
function textOf({ text, values }: YamlLine): string {
  return text.endsWith(":") ? `${text} [${values.map(({ value }) => value).join(", ")}]` : text;
}
