/** `gostead lsm test FILE` and `gostead lsm deploy FILE`: a draft checked, tried out, made policy. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { shellQuote } from "#activate/shellcode.ts";
import { gather } from "#facts/gather.ts";
import { thisPlace } from "#facts/place.ts";
import {
  type ApparmorLines,
  apparmorActions,
  checkable,
  compileCommands,
  fileOf,
  includesLocal,
  parseDraft,
  profileFile,
  type SelinuxModule,
  selinuxActions,
} from "#lsm/load.ts";
import type { Action } from "#model/action.ts";
import { GosteadError } from "#model/error.ts";
import { quoted } from "#model/quote.ts";
import type { CliContext } from "./context.ts";
import { applyFixes } from "./fixing.ts";
import { endOf } from "./lsmlog.ts";
import { shown } from "./render.ts";

export interface LsmLoadFlags {
  readonly apply?: boolean;
}

interface Job {
  readonly file: string;
  readonly draft: SelinuxModule | ApparmorLines;
  readonly trial: boolean;
  /** Where a module is compiled: ours alone. */
  readonly directory: string;
}

export async function runLsmTest(this: CliContext, flags: LsmLoadFlags, file: string) {
  return load(this, flags, { file, trial: true });
}

export async function runLsmDeploy(this: CliContext, flags: LsmLoadFlags, file: string) {
  return load(this, flags, { file, trial: false });
}

async function load(
  context: CliContext,
  flags: LsmLoadFlags,
  { file, trial }: Pick<Job, "file" | "trial">,
): Promise<number> {
  const draft = parseDraft(endOf(file));
  if (draft === undefined) {
    throw new GosteadError("usage", `${quoted(file)} is no draft with a rule in it`, {
      fix: "gostead lsm draft > FILE; its first line must stay",
    });
  }
  const directory = mkdtempSync(join(tmpdir(), "gostead-lsm-"));
  try {
    const job = { file: resolve(context.host.cwd, file), draft, trial, directory };
    await check(context, job);
    context.output.talk(`${shown(file)}: its syntax is right`);
    if (flags.apply !== true) return print(context, job);
    return await perform(context, job);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function actionsOf({ draft, directory, trial }: Job): readonly Action[] {
  return draft.kind === "selinux"
    ? selinuxActions(draft, directory, trial)
    : apparmorActions(draft, trial);
}

/** By the programs that read policy themselves. Throws `child-failed` with what they say. */
async function check(context: CliContext, { draft, file, directory }: Job): Promise<void> {
  if (draft.kind === "apparmor") {
    const argv = ["apparmor_parser", "-Q", "-K"];
    return runTool(context, { argv, input: checkable(draft), file, from: "apparmor" });
  }
  const [compile = []] = compileCommands(draft.name, file, directory);
  await runTool(context, { argv: compile, file, from: "checkpolicy" });
}

interface Tool {
  readonly argv: readonly string[];
  readonly input?: string;
  readonly file: string;
  /** Debian's package. */
  readonly from: string;
}

async function runTool({ host }: CliContext, { argv, input, file, from }: Tool): Promise<void> {
  const [program = ""] = argv;
  // These stand in /usr/sbin, which is not on everybody's PATH.
  const env = { ...host.env, PATH: `${host.env.PATH ?? ""}:/usr/sbin:/sbin`, LC_ALL: "C" };
  let said: string;
  try {
    const ran = await host.run(argv, { env, input, timeoutMs: 30_000 });
    if (ran.code === 0) return;
    said = `${ran.stdout}\n${ran.stderr}`;
  } catch (cause) {
    throw new GosteadError("child-failed", `cannot start ${program}, which checks drafts`, {
      fix: `install it: Debian's package is ${from}`,
      cause,
    });
  }
  const line = said.split("\n").find((one) => /error/i.test(one)) ?? said.trim();
  throw new GosteadError("child-failed", `${program} refuses ${quoted(file)}: ${shown(line)}`, {
    fix: "mend that line of the draft, or draft it anew",
  });
}

function print({ output, globals }: CliContext, job: Job): number {
  const { draft, file, trial } = job;
  const made = { ...job, directory: "." };
  const compile = draft.kind === "selinux" ? compileCommands(draft.name, file, ".") : [];
  const lines = [...compile.map(wordsOf), ...actionsOf(made).flatMap(linesOf)];
  // AppArmor's profile is read before and after: by hand once is enough.
  const once = lines.filter((line, at) => line.startsWith("#") || !lines.includes(line, at + 1));
  if (globals.json) output.json({ file, module: draft.kind, trial, applied: false, steps: once });
  else for (const line of ["# as root:", ...once]) output.data(line);
  output.talk("nothing was changed: --apply does it as root");
  return 0;
}

function linesOf(action: Action): readonly string[] {
  if (action.kind === "run") return [wordsOf(action.argv)];
  if (action.kind !== "block") return [];
  return [`# these lines into ${action.path}:`, ...action.lines.map((line) => `#   ${line}`)];
}

function wordsOf(argv: readonly string[]): string {
  return argv
    .map((word) => (/^[\w./:=@+-]+$/.test(word) ? word : shellQuote(word, "sh")))
    .join(" ");
}

async function perform(context: CliContext, job: Job): Promise<number> {
  const { draft, file, directory, trial } = job;
  await requireAble(context, job);
  if (draft.kind === "selinux" && !context.globals.dryRun) {
    for (const argv of compileCommands(draft.name, file, directory)) {
      await runTool(context, { argv, file, from: "semodule-utils" });
    }
  }
  const what = `lsm ${trial ? "test" : "deploy"}`;
  const made = await applyFixes(context, actionsOf(job), what);
  if (made === undefined) return 0;
  if (context.globals.json) {
    const steps = actionsOf(job).flatMap(linesOf);
    context.output.json({ file, module: draft.kind, trial, applied: true, steps });
  }
  const after = trial ? "run your build, then gostead lsm scan; " : "";
  context.output.talk(`done; ${after}gostead undo takes it back`);
  return 0;
}

/** Throws `no-permission` without root, `not-available` where the module or a profile's include is missing. */
async function requireAble(context: CliContext, { draft }: Job): Promise<void> {
  if (process.getuid?.() !== 0) {
    throw new GosteadError("no-permission", "only root may load policy", {
      fix: "leave out --apply to see the commands",
    });
  }
  const { lsm } = await gather(["lsm"], thisPlace(context.host));
  if (!lsm.known || !lsm.value.active.includes(draft.kind)) {
    const name = draft.kind === "selinux" ? "SELinux" : "AppArmor";
    throw new GosteadError("not-available", `${name} does not decide here: nothing to load into`, {
      fix: "leave out --apply to see the commands for a machine where it does",
    });
  }
  if (draft.kind === "apparmor") for (const { profile } of draft.sections) checkInclude(profile);
}

function checkInclude(profile: string): void {
  const path = profileFile(profile);
  let text = "";
  try {
    text = readFileSync(path, "utf8");
  } catch {
    // Said below: what cannot be read includes nothing.
  }
  if (includesLocal(text, profile)) return;
  throw new GosteadError("not-available", `${path} does not read local/${fileOf(profile)}`, {
    fix: `add to the profile: include if exists <local/${fileOf(profile)}>`,
  });
}
