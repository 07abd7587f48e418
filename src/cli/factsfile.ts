/** Facts that were taken elsewhere, by the word that names their file. */
import { resolve } from "node:path";
import type { Asked } from "#facts/asked.ts";
import type { FactName, Facts } from "#facts/facts.ts";
import { storedFacts } from "#facts/stored.ts";
import type { CliContext } from "./context.ts";

interface Wanted {
  readonly names: readonly FactName[];
  readonly asked?: Asked | undefined;
}

/** Throws as the reader does: `usage`, `bad-facts`, `newer-format`. */
export async function readFacts(
  { host }: CliContext,
  word: string,
  { names, asked }: Wanted,
): Promise<Partial<Facts>> {
  return await storedFacts({ path: resolve(host.cwd, word), named: word, asked }, names);
}
