/** The context of this process: its streams and its machine. */
import { type Env, readEnv } from "#host/env.ts";
import { type Host, realHost } from "#host/host.ts";
import { SYSTEM_HOME } from "#host/paths.ts";
import { colorOf } from "#host/terminal.ts";
import { untrusted } from "#host/text.ts";
import type { Globals } from "./argv.ts";
import type { CliContext, Output } from "./context.ts";
import { jsonLine } from "./json.ts";
import { painter, paintRemark } from "./paint.ts";
import { openSettings } from "./settings.ts";

/** Goes where -C says, before anything looks around; returns what is wrong with that place. */
export function enterDirectory({ directory }: Globals): string | undefined {
  if (directory === undefined) return undefined;
  try {
    process.chdir(directory);
    return undefined;
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    const why = { ENOENT: "there is no such directory", ENOTDIR: "it is no directory" }[code];
    return `cannot work in ${untrusted(directory)}: ${why ?? code}\nname a directory that you may enter`;
  }
}

export function openContext(globals: Globals): CliContext {
  let exit: number | undefined;
  let settings: ReturnType<CliContext["settings"]> | undefined;
  const host = realHost(environmentFor(globals));
  const context: CliContext = {
    host,
    globals,
    output: openOutput(globals, host.env),
    given: new Set(),
    process: streams(host),
    settings: () => {
      settings ??= openSettings(context);
      return settings;
    },
    setExit: (status) => {
      exit = status;
    },
    exit: () => exit,
  };
  return context;
}

/** With --system for the programs that we start, too: a shim among them is to find the same home. */
function environmentFor({ system }: Globals): Env {
  const env = readEnv();
  return system ? { ...env, GOSTEAD_HOME: SYSTEM_HOME } : env;
}

function streams({ env }: Host): CliContext["process"] {
  const known = Object.entries(env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  return { stdout: process.stdout, stderr: process.stderr, env: Object.fromEntries(known) };
}

function openOutput({ quiet, color }: Globals, env: Env): Output {
  const paint = (stream: NodeJS.WriteStream) => painter(colorOf(env, stream, color));
  const loud = paint(process.stderr);
  const say = (line: string) => process.stderr.write(`gostead: ${paintRemark(loud, line)}\n`);
  return {
    paint: paint(process.stdout),
    data: (line) => process.stdout.write(`${line}\n`),
    json: (value) => process.stdout.write(`${jsonLine(value)}\n`),
    talk: (line) => {
      if (!quiet) say(line);
    },
    warn: say,
  };
}
