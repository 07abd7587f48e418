/**
 * The entry of the bundle. What needs no framework is answered before it is
 * loaded; everything else goes through the table.
 */
import { enableCompileCache } from "node:module";
import { fileURLToPath } from "node:url";
import { PHRASES } from "./aliases.ts";
import { parseArgv } from "./argv.ts";
import type { CliContext } from "./context.ts";
import { enterDirectory, openContext } from "./process.ts";
import { ownVersion } from "./version.ts";

/** Compiled chunks are kept beside the bundle; where that may not be written, Node goes without. */
enableCompileCache(fileURLToPath(new URL("./cache", import.meta.url)));

/** Before anything is written: shared files have fixed modes, whatever the user's umask is. */
const userUmask = process.umask(0o022);

/** The status of a program that SIGPIPE ended: whoever read our output wanted no more of it. */
const PIPE_CLOSED = 128 + 13;

process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  process.exit(PIPE_CLOSED);
});

const RUNNERS = ["exec", "x", "run"];

async function main(argv: readonly string[]): Promise<number> {
  const { globals, words, problem = enterDirectory(globals) } = parseArgv(argv);
  if (words.length === 1 && words[0] === "--version") {
    process.stdout.write(`gostead ${ownVersion()}\n`);
    return 0;
  }
  const context = openContext(globals);
  try {
    if (problem !== undefined) return await usage(context, problem);
    if (words.length === 0) return await overview(context);
    return words[0] === "--complete"
      ? await complete(context, words.slice(1))
      : await runTable(context, words);
  } finally {
    await context.host.close();
  }
}

/** `problem` is what is wrong and, on a second line, what mends it. */
async function usage(
  { output, globals }: CliContext,
  problem: string,
  help = "gostead --help",
): Promise<number> {
  const [{ GosteadError }, { renderError }] = await Promise.all([
    import("#model/error.ts"),
    import("./render.ts"),
  ]);
  const [message = "", fix = help] = problem.trim().split("\n");
  return renderError(new GosteadError("usage", message, { fix }), output, globals.json);
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
  let refusal = "";
  const stderr = { write: (text: string) => (refusal += text) };
  const own: CliContext["process"] = { ...context.process, stderr };
  const phrase = verb === "help" ? [...rest, "--help"] : [...(PHRASES[verb] ?? [verb]), ...rest];
  await run(application, phrase, { ...context, process: own });
  // All that the framework itself says on stderr is what it could not read (cli/refusal.ts).
  return (
    context.exit() ?? (refusal === "" ? 0 : await usage(context, refusal, `gostead help ${verb}`))
  );
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
