/** The context of this process: its streams and its machine. */
import { type Host, realHost } from "#host/host.ts";
import type { Globals } from "./argv.ts";
import type { CliContext, Output } from "./context.ts";

export function openContext(globals: Globals): CliContext {
  let exit: number | undefined;
  if (globals.directory !== undefined) process.chdir(globals.directory);
  const host = realHost();
  return {
    host,
    globals,
    output: openOutput(globals),
    process: streams(host),
    setExit: (status) => {
      exit = status;
    },
    exit: () => exit,
  };
}

function streams({ env }: Host): CliContext["process"] {
  const known = Object.entries(env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  return { stdout: process.stdout, stderr: process.stderr, env: Object.fromEntries(known) };
}

function openOutput({ quiet }: Globals): Output {
  const say = (line: string) => process.stderr.write(`gostead: ${line}\n`);
  return {
    data: (line) => process.stdout.write(`${line}\n`),
    json: (value) => process.stdout.write(`${JSON.stringify(value)}\n`),
    talk: (line) => {
      if (!quiet) say(line);
    },
    warn: say,
  };
}
