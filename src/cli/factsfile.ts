/**
 * Facts that were taken elsewhere: what `facts --json` printed there, one object, each fact
 * by its name. Whoever wrote the file may be hostile: rules that its values do not fit say
 * so themselves, as unknown.
 */
import { resolve } from "node:path";
import type { Fact } from "#facts/fact.ts";
import { type Facts, isFactName } from "#facts/facts.ts";
import { lookAtFile } from "#facts/look.ts";
import { textOf } from "#facts/read.ts";
import { GosteadError } from "#model/error.ts";
import type { CliContext } from "./context.ts";
import { shown } from "./render.ts";

const MAX = 32 << 20;

/** Throws `usage` for a file that holds no facts. */
export async function readFacts({ host }: CliContext, word: string): Promise<Partial<Facts>> {
  const document = await documentIn(resolve(host.cwd, word), word);
  const pairs = Object.entries(document as object);
  if (pairs.length === 0 || !pairs.every(([, value]) => isFact(value))) throw noFacts(word);
  // A fact that this gostead does not know any more is nobody's to judge.
  return Object.fromEntries(pairs.filter(([name]) => isFactName(name))) as Partial<Facts>;
}

async function documentIn(path: string, word: string): Promise<unknown> {
  const read = textOf(await lookAtFile("/", { file: path, max: MAX }));
  if (read.is !== "text") {
    throw noFacts(word, read.is === "absent" ? "there is no such file" : read.reason);
  }
  try {
    const document: unknown = JSON.parse(read.text);
    if (typeof document === "object" && document !== null) return document;
  } catch {
    // Told below, as any other text that is no facts.
  }
  throw noFacts(word);
}

function isFact(value: unknown): value is Fact<unknown> {
  if (typeof value !== "object" || value === null || !("known" in value)) return false;
  if (value.known === true) return "value" in value;
  return value.known === false && "reason" in value && typeof value.reason === "string";
}

function noFacts(word: string, why = "it is not what facts --json writes") {
  return new GosteadError("usage", `${shown(word)} holds no facts: ${why}`, {
    fix: "gostead facts --json > node.json",
  });
}
