/** From parsed words to a command: the overview, the direct ones, and the framework's table. */
import { GosteadError } from "#model/error.ts";
import { NEEDLESS, PHRASES } from "./aliases.ts";
import { isRunner, type Parsed } from "./argv.ts";
import type { CliContext } from "./context.ts";
import { guard } from "./guard.ts";
import { runList } from "./list.ts";
import { runOverview } from "./overview.ts";
import { enterDirectory, openContext } from "./process.ts";
import { renderError } from "./render.ts";

/** The exit status. `userUmask` is for the programs that exec starts. */
export async function dispatch(parsed: Parsed, userUmask: number): Promise<number> {
  const { globals, words, problem = enterDirectory(globals) } = parsed;
  const context = openContext(globals);
  try {
    if (problem !== undefined) return await usage(context, problem);
    if (words.length === 0) return await guard(context, () => runOverview(context));
    if (words[0] === "--complete") return await complete(context, words.slice(1));
    if (words[0] === "--switch") {
      return await (await import("./switched.ts")).runSwitched(context, words.slice(1));
    }
    // What people wait for most often goes without the framework, which costs as much as the answer.
    if (words.length === 1 && words[0] === "list") {
      return await guard(context, () => runList.call(context, {}));
    }
    // Who rolls back is in a hurry (spec A8: below 100 ms, with the gate).
    if (words.length === 1 && words[0] === "rollback") {
      const { runRollback } = await import("./rollback.ts");
      return await guard(context, () => runRollback.call(context, {}));
    }
    const needless = NEEDLESS.get(words[0] ?? "");
    if (needless !== undefined) {
      context.output.talk(needless);
      return 0;
    }
    // The child of exec gets the umask that the user has.
    if (isRunner(words[0])) process.umask(userUmask);
    return await runTable(context, words);
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
  const [message = "", fix = help] = problem.trim().split("\n");
  return renderError(new GosteadError("usage", message, { fix }), output, globals.json);
}

async function runTable(context: CliContext, words: readonly string[]): Promise<number> {
  const [verb = "", ...rest] = words;
  const [{ run }, { application }] = await Promise.all([
    import("@stricli/core"),
    import("./table.ts"),
  ]);
  let refusal = "";
  const stderr = { write: (text: string) => (refusal += text) };
  const own: CliContext["process"] = { ...context.process, stderr };
  const phrase =
    verb === "help" ? [...rest, "--help"] : [...(PHRASES.get(verb) ?? [verb]), ...rest];
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
