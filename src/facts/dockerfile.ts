/**
 * The images that a Dockerfile builds on: `FROM [--platform=…] IMAGE [AS stage]` and
 * `COPY --from=IMAGE`. `ARG NAME=value` before the first FROM is put in for `$NAME`,
 * `${NAME}` and `${NAME:-word}`; an image with a name that nothing gives a value, and
 * one that is a stage of the same file, is left out. Lines end with the escape
 * character (`\`, or what `# escape=` says) to go on; here-documents are no instructions.
 */

export interface ImageUse {
  /** From 1: where the instruction begins. */
  readonly line: number;
  /** The instruction on one line, as written. */
  readonly text: string;
  /** Variables replaced: `golang:1.22-alpine`. */
  readonly image: string;
}

export function imagesOf(dockerfile: string): readonly ImageUse[] {
  const args = new Map<string, string>();
  const stages = new Set<string>();
  const found: ImageUse[] = [];
  let begun = false;
  for (const { line, text } of instructionsOf(dockerfile)) {
    const [word = "", ...rest] = text.split(/\s+/);
    const verb = word.toUpperCase();
    if (verb === "ARG" && !begun) for (const one of rest) learn(args, one);
    const image = verb === "FROM" ? fromOf(rest, args) : copiedFrom(verb, rest);
    begun ||= verb === "FROM";
    const own = image === undefined || stages.has(image.toLowerCase()) || /^\d+$/.test(image);
    if (!own) found.push({ line, text, image });
    if (verb === "FROM") stages.add(stageOf(rest));
  }
  return found;
}

interface Instruction {
  readonly line: number;
  readonly text: string;
}

function instructionsOf(dockerfile: string): readonly Instruction[] {
  const lines = dockerfile.replace(/^\uFEFF/, "").split(/\r?\n/);
  const joint = /^#\s*escape\s*=\s*`/i.test(lines[0] ?? "") ? "`" : "\\";
  const all: Instruction[] = [];
  let parts: string[] = [];
  let first = 0;
  let until: string | undefined;
  for (const [at, whole] of lines.entries()) {
    const text = whole.trim();
    if (until !== undefined) {
      if (text === until) until = undefined;
      continue;
    }
    if (text.startsWith("#") || (text === "" && parts.length === 0)) continue;
    if (parts.length === 0) first = at + 1;
    const goesOn = text.endsWith(joint);
    parts.push(goesOn ? text.slice(0, -1).trim() : text);
    if (goesOn && at < lines.length - 1) continue;
    const joined = parts.join(" ").trim();
    all.push({ line: first, text: joined });
    parts = [];
    until = /^(?:RUN|COPY|ADD)\b.*<<-?["']?(\w+)["']?/i.exec(joined)?.[1];
  }
  return all;
}

/** `NAME=value`; a name alone has no value that is known here. */
function learn(args: Map<string, string>, text: string): void {
  const [, name, value = ""] = /^(\w+)=(.*)$/s.exec(text) ?? [];
  if (name === undefined) return;
  const now = filledIn(value.replace(/^(["'])(.*)\1$/s, "$2"), args);
  if (now === undefined) args.delete(name);
  else args.set(name, now);
}

function fromOf(words: readonly string[], args: Map<string, string>): string | undefined {
  const image = words.find((word) => !word.startsWith("--"));
  return image === undefined ? undefined : filledIn(image.replace(/^"(.*)"$/s, "$1"), args);
}

/** Variables count for nothing behind --from. */
function copiedFrom(verb: string, words: readonly string[]): string | undefined {
  if (verb !== "COPY") return undefined;
  const from = words.find((word) => word.startsWith("--from="))?.slice("--from=".length);
  return from?.includes("$") ? undefined : from;
}

/** The name behind AS; empty when there is none. */
function stageOf(words: readonly string[]): string {
  const at = words.findIndex((word) => word.toUpperCase() === "AS");
  return at < 0 ? "" : (words[at + 1] ?? "").toLowerCase();
}

/** Undefined when a variable has no value here, or is asked for in a form that we do not read. */
function filledIn(text: string, args: ReadonlyMap<string, string>): string | undefined {
  let whole = true;
  const filled = text.replace(
    /\$(?:(\w+)|\{(\w+)(?::?-([^}]*))?\})/g,
    (_, bare: string | undefined, name: string | undefined, otherwise: string | undefined) => {
      const value = args.get(bare ?? name ?? "") || otherwise;
      whole &&= value !== undefined;
      return value ?? "";
    },
  );
  return whole && !filled.includes("$") ? filled : undefined;
}
