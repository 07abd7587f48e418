/** The parts that the command table is written with. */
import { readdirSync } from "node:fs";
import type { CliContext } from "./context.ts";

const text = (input: string) => input;

/** A version is completed from what is installed: the words that the shims know. */
function installedWords(this: CliContext, partial: string): string[] {
  try {
    return readdirSync(this.host.home.links).filter((name) => name.startsWith(partial));
  } catch {
    return [];
  }
}

const word = (placeholder: string, brief: string) => ({
  brief,
  placeholder,
  parse: text,
  ...(placeholder.startsWith("version") ? { proposeCompletions: installedWords } : {}),
});

/** Any number of words. */
export const words = (placeholder: string, brief: string, minimum = 0) =>
  ({ kind: "array", parameter: word(placeholder, brief), minimum }) as const;

/** Any number of words, some of which are known: loaded when a shell asks for them. */
export const wordsAmong = (
  placeholder: string,
  brief: string,
  known: () => Promise<readonly string[]>,
) => {
  const proposeCompletions = async (partial: string) =>
    (await known()).filter((one) => one.startsWith(partial));
  const parameter = { ...word(placeholder, brief), proposeCompletions };
  return { kind: "array", parameter, minimum: 0 } as const;
};

export const oneWord = (placeholder: string, brief: string) =>
  ({ kind: "tuple", parameters: [word(placeholder, brief)] }) as const;

export const maybeWord = (placeholder: string, brief: string) =>
  ({ kind: "tuple", parameters: [{ ...word(placeholder, brief), optional: true }] }) as const;

export const noWords = { kind: "tuple", parameters: [] } as const;

export const flag = (brief: string) =>
  ({ kind: "boolean", brief, optional: true, withNegated: false }) as const;

export const value = (placeholder: string, brief: string) =>
  ({ kind: "parsed", parse: text, placeholder, brief, optional: true }) as const;

/** The flags that every command has. */
export const EVERYWHERE = `Everywhere: --json, -n/--dry-run, -q/--quiet, --no-progress, --color WHEN, --offline, --system, -C DIRECTORY.`;

/** A command's help: a line, a paragraph, examples. */
export function help(brief: string, detail: string, examples: readonly string[]) {
  const lines = examples.map((example) => `  gostead ${example}`);
  return { brief, fullDescription: [detail, "", "Examples:", ...lines, "", EVERYWHERE].join("\n") };
}
