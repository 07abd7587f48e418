/** `gostead env [NAME…] [--shell SHELL]`: the variables that gostead sets here, as code for a shell. */
import { delimiter, join } from "node:path";
import { assign, type Shell, unset } from "#activate/shellcode.ts";
import { environmentOf } from "#label/environment.ts";
import { labelOf, type Toolchain, wordOf } from "#label/find.ts";
import { readLabel } from "#label/label.ts";
import { variablesOf } from "#label/variables.ts";
import { GosteadError } from "#model/error.ts";
import { quoted } from "#model/quote.ts";
import type { Engine } from "#toolchain/engine.ts";
import { toolchainEnv } from "#toolchain/environment.ts";
import type { CliContext } from "./context.ts";
import { requireToolchain } from "./here.ts";
import { openEngine } from "./open.ts";
import { shellOf } from "./shell.ts";

export interface EnvFlags {
  readonly shell?: string;
}

/** What gostead sets of itself; a label adds to it. */
const OWN = ["PATH", "GOROOT", "GOTOOLCHAIN"];

type Settled = ReadonlyMap<string, string | undefined>;

export async function runEnv(
  this: CliContext,
  flags: EnvFlags,
  ...names: string[]
): Promise<number> {
  const shell = shellOf(flags.shell ?? "sh");
  const engine = await openEngine(this);
  const found = requireToolchain(this, engine);
  const settled = chosen(settle(this, found, engine), names);
  if (this.globals.json) {
    const env = Object.fromEntries([...settled].map(([name, value]) => [name, value ?? null]));
    this.output.json({ version: found.release.version, ...labelOf(found), env });
    return 0;
  }
  for (const line of codeOf(settled, this.host.env, shell)) this.output.data(line);
  return 0;
}

/** What each variable is to be; undefined: not set. What the user's own setting stands before is left alone. */
function settle({ host }: CliContext, found: Toolchain, engine: Engine): Settled {
  const env = { ...host.env, PATH: withoutOurs(host.env.PATH ?? "", engine) };
  const next = toolchainEnv(
    environmentOf(found, env, engine),
    join(engine.home.links, wordOf(found)),
  );
  const label = found.label === undefined ? undefined : readLabel(found.label, engine).definition;
  const labelled = label === undefined ? [] : [...variablesOf(label).keys()];
  return new Map([...new Set([...OWN, ...labelled])].map((name) => [name, next[name]]));
}

/** PATH never grows: an entry of ours that is there makes room. */
function withoutOurs(path: string, { home }: Engine): string {
  const isOurs = (entry: string) =>
    entry.startsWith(`${home.links}/`) && entry.slice(home.links.length).split("/").length === 3;
  return path
    .split(delimiter)
    .filter((entry) => !isOurs(entry))
    .join(delimiter);
}

/** All, or those that are named. Throws `usage` for one that gostead does not set here. */
function chosen(settled: Settled, names: readonly string[]): Settled {
  const wrong = names.find((name) => !settled.has(name));
  if (wrong !== undefined) {
    throw new GosteadError("usage", `gostead sets no ${quoted(wrong)} here`, {
      fix: `it sets ${[...settled.keys()].join(", ")}; gostead why ${/^GO/.test(wrong) ? wrong : "GOPROXY"} tells who sets one`,
    });
  }
  return names.length === 0 ? settled : new Map(names.map((name) => [name, settled.get(name)]));
}

/** One statement a variable; what is not set and shall not be needs none. */
function codeOf(settled: Settled, env: CliContext["host"]["env"], shell: Shell): string[] {
  return [...settled].flatMap(([name, value]) => {
    if (value !== undefined) return [assign(name, value, shell)];
    return env[name] === undefined ? [] : [unset(name, shell)];
  });
}
