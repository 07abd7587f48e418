/**
 * The entry of the bundle. What needs no framework is answered before it is
 * loaded; everything else goes through the table.
 */
import { PHRASES } from "./aliases.ts";
import { parseArgv } from "./argv.ts";
import type { CliContext } from "./context.ts";
import { openContext } from "./process.ts";
import { ownVersion } from "./version.ts";

/** Before anything is written: shared files have fixed modes, whatever the user's umask is. */
const userUmask = process.umask(0o022);

const RUNNERS = ["exec", "x", "run"];

async function main(argv: readonly string[]): Promise<number> {
  const { globals, words, problem } = parseArgv(argv);
  if (words.length === 1 && words[0] === "--version") {
    process.stdout.write(`gostead ${ownVersion()}\n`);
    return 0;
  }
  const context = openContext(globals);
  try {
    if (problem !== undefined) return usage(context, problem);
    if (words.length === 0) return await overview(context);
    return words[0] === "--complete"
      ? await complete(context, words.slice(1))
      : await runTable(context, words);
  } finally {
    await context.host.close();
  }
}

function usage({ output }: CliContext, problem: string): number {
  output.warn(`error: ${problem} [usage]`);
  output.warn("fix: gostead --help");
  return 2;
}

async function overview(context: CliContext): Promise<number> {
  const [{ runOverview }, { renderError }] = await Promise.all([
    import("./overview.ts"),
    import("./render.ts"),
  ]);
  try {
    return await runOverview(context);
  } catch (error) {
    return renderError(error, context.output, context.globals.json);
  }
}

async function runTable(context: CliContext, words: readonly string[]): Promise<number> {
  const [verb = "", ...rest] = words;
  // The child of exec gets the umask that the user has.
  if (RUNNERS.includes(verb)) process.umask(userUmask);
  const [{ run }, { application }] = await Promise.all([
    import("@stricli/core"),
    import("./table.ts"),
  ]);
  await run(application, [...(PHRASES[verb] ?? [verb]), ...rest], context);
  // The framework has codes of its own, below zero, for words that it could not read.
  const own = Number(context.process.exitCode ?? 0);
  return context.exit() ?? (own === 0 ? 0 : 2);
}

async function complete(context: CliContext, words: readonly string[]): Promise<number> {
  const [{ proposeCompletions }, { application }] = await Promise.all([
    import("@stricli/core"),
    import("./table.ts"),
  ]);
  const found = await proposeCompletions(application, words, context);
  for (const { completion } of found) context.output.data(completion);
  return 0;
}

process.exitCode = await main(process.argv.slice(2));
