/** `gostead exec [+VERSION] COMMAND…` and `gostead exec --each 1.24,1.25 -- COMMAND…`, with `--umask 077`, `--apparmor PROFILE` */
import { goenvEnv } from "#config/goenvkept.ts";
import { restoreKept } from "#host/kept.ts";
import { environmentOf } from "#label/environment.ts";
import { findToolchain, labelOf, type Toolchain, wordOf } from "#label/find.ts";
import { GosteadError } from "#model/error.ts";
import { quoted } from "#model/quote.ts";
import type { Engine } from "#toolchain/engine.ts";
import { flagsWithoutBuildvcs, toolchainEnv } from "#toolchain/environment.ts";
import type { CliContext } from "./context.ts";
import { underProfile } from "./execprofile.ts";
import { requireToolchain } from "./here.ts";
import { openEngine } from "./open.ts";
import { formatSeconds } from "./render.ts";
import { requirePermitted } from "./settings.ts";

export interface ExecFlags {
  readonly each?: string;
  readonly umask?: string;
  readonly apparmor?: string;
}

export async function runExec(
  this: CliContext,
  flags: ExecFlags,
  ...words: string[]
): Promise<number> {
  const [first = "", ...others] = words;
  const chosen = first.startsWith("+") ? first.slice(1) : undefined;
  const argv = chosen === undefined ? words : others;
  if (argv.length === 0) {
    throw new GosteadError("usage", "exec needs a command to run", {
      fix: "gostead exec +1.22.6 go version",
    });
  }
  const umask = flags.umask === undefined ? undefined : parseUmask(flags.umask);
  const engine = await openEngine(this);
  const stdoutToStderr = flags.each !== undefined && this.globals.json;
  const before = flags.apparmor === undefined ? [] : await underProfile(this, flags.apparmor);
  const job = { engine, argv, before, stdoutToStderr, umask };
  if (flags.each !== undefined) return runEach(this, flags.each, job);
  return runIn(this, requireToolchain(this, engine, chosen), job);
}

interface Job {
  readonly engine: Engine;
  readonly argv: readonly string[];
  /** What starts the command in our place: aa-exec and its words. */
  readonly before: readonly string[];
  /** With --json and --each stdout is for our rows alone. */
  readonly stdoutToStderr: boolean;
  /** For the child; ours, which is the caller's, unless told. */
  readonly umask: number | undefined;
}

/** Octal, as a shell's umask takes it: a decimal reading of 77 would open what it should close. */
function parseUmask(text: string): number {
  if (/^0?[0-7]{1,3}$/.test(text)) return Number.parseInt(text, 8);
  throw new GosteadError("usage", `no umask: ${quoted(text)}`, {
    fix: "write it in octal digits, as for a shell: 077",
  });
}

/** The child's own exit status is ours (design §7). */
async function runIn(
  context: CliContext,
  found: Toolchain,
  { engine, argv, before, stdoutToStderr, umask }: Job,
): Promise<number> {
  await requirePermitted(context, found.release.version);
  const { host } = context;
  const own = environmentOf(found, restoreKept(host.env), engine);
  const { cwd, home } = host;
  const env = toolchainEnv(goenvEnv(own, { cwd, home, uid: engine.uid }), found.path);
  const goflags = flagsWithoutBuildvcs(env.GOFLAGS, found.release.version);
  if (goflags !== undefined) {
    env.GOFLAGS = goflags;
    context.output.warn(`go${wordOf(found)} knows no -buildvcs: GOFLAGS counts without it`);
  }
  // All that is left to do is the child's: a process has only one umask.
  if (umask !== undefined) process.umask(umask);
  return host.runInherited([...before, ...argv], { cwd: host.cwd, env, stdoutToStderr });
}

/** Runs the command under every version, one after the other; exit 1 when any of them failed. */
async function runEach(context: CliContext, list: string, job: Job): Promise<number> {
  const words = list.split(",").map((word) => word.trim());
  const chosen = words.map((word) => findToolchain(word, job.engine));
  const rows: { found: Toolchain; code: number; ms: number }[] = [];
  for (const found of chosen) {
    context.output.talk(`go${wordOf(found)}: ${job.argv.join(" ")}`);
    const started = context.host.monotonicMs();
    const code = await runIn(context, found, job);
    rows.push({ found, code, ms: Math.round(context.host.monotonicMs() - started) });
  }
  for (const { found, code, ms } of rows) {
    const { version, platform } = found.release;
    const name = `go${wordOf(found)}`;
    const verdict = code === 0 ? "ok" : `exit ${code}`;
    if (context.globals.json)
      context.output.json({ version, ...labelOf(found), platform, code, ms });
    else context.output.data(`${name.padEnd(12)}  ${verdict.padEnd(8)}  ${formatSeconds(ms)}`);
  }
  return rows.every((row) => row.code === 0) ? 0 : 1;
}
