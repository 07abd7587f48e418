/** `gostead allow [--unsafe] [--revoke] [FILE]`: lets a project's gostead.yaml or .goenv count, as it stands now. */
import { realpathSync } from "node:fs";
import { basename, resolve } from "node:path";
import { allow, revoke } from "#config/allowed.ts";
import type { Said } from "#config/document.ts";
import { readSettingsFile, type SettingsFile } from "#config/file.ts";
import { PROJECT_FILE, projectFiles } from "#config/find.ts";
import { GOENV_FILE } from "#config/goenvfile.ts";
import { nearestGoenv } from "#config/goenvkept.ts";
import { RULES } from "#config/keys.ts";
import { refusalOf } from "#config/refusal.ts";
import { parse } from "#config/settings.ts";
import { shownValue } from "#config/shown.ts";
import { GosteadError } from "#model/error.ts";
import { allowGoenv, revokeGoenv } from "./allowgoenv.ts";
import type { CliContext } from "./context.ts";
import { recordEvent } from "./record.ts";
import { shown } from "./render.ts";

export interface AllowFlags {
  readonly unsafe?: boolean;
  readonly revoke?: boolean;
}

export async function runAllow(this: CliContext, flags: AllowFlags, word?: string) {
  const file = fileOf(this, word);
  const isGoenv = basename(file) === GOENV_FILE;
  if (!flags.revoke) return (isGoenv ? allowGoenv : allowFile)(this, file, flags.unsafe ?? false);
  if (flags.unsafe) {
    throw new GosteadError("usage", "--revoke takes all back, with or without --unsafe", {
      fix: "gostead allow --revoke",
    });
  }
  return (isGoenv ? revokeGoenv : revokeFile)(this, file);
}

/** The file that was named, else the nearest; it need not exist, for --revoke. */
function fileOf({ host }: CliContext, word: string | undefined): string {
  const nearest = [...projectFiles(host.cwd)].find(
    (file) => readSettingsFile(file, process.getuid?.()).kind !== "absent",
  );
  const file = word === undefined ? (nearest ?? nearestGoenv(host.cwd)) : resolve(host.cwd, word);
  if (file !== undefined && [PROJECT_FILE, GOENV_FILE].includes(basename(file))) return file;
  const what =
    word === undefined
      ? `there is no ${PROJECT_FILE} here, and no ${GOENV_FILE}`
      : `${shown(word)} is no ${PROJECT_FILE}, and no ${GOENV_FILE}`;
  throw new GosteadError("usage", what, {
    fix: `name a project's ${PROJECT_FILE} or ${GOENV_FILE}`,
  });
}

async function allowFile(context: CliContext, file: string, unsafe: boolean): Promise<number> {
  const { host, globals, output } = context;
  const { path, bytes } = readable(file);
  const said = await parse(bytes, file);
  const waiting = said.filter(({ key }) => refusalOf(RULES[key].trust, "none") !== undefined);
  const why = ({ key }: Said) => refusalOf(RULES[key].trust, unsafe ? "unsafe" : "allow");
  const counting = waiting.filter((one) => why(one) === undefined);
  // Without --unsafe it also takes an earlier --unsafe back.
  if (waiting.length > 0 && !globals.dryRun) {
    await allow({ path, bytes, unsafe }, host.home, process.getuid?.());
    const detail = { unsafe, keys: counting.map(({ key }) => key).join(" ") };
    await recordEvent(context, { kind: "allow", subject: path, result: "ok", detail });
  }
  for (const one of waiting) {
    const reason = why(one);
    if (reason !== undefined) output.warn(`${one.key} stays ignored: ${reason}`);
  }
  report(context, file, { counting, left: waiting.filter((one) => why(one) !== undefined) });
  return 0;
}

function report(
  { output, globals }: CliContext,
  file: string,
  { counting, left }: { counting: readonly Said[]; left: readonly Said[] },
): void {
  const { dryRun } = globals;
  if (globals.json) {
    const [allowed, ignored] = [counting, left].map((all) => all.map(({ key }) => key));
    output.json({ file, allowed, ignored, dryRun });
    return;
  }
  if (counting.length === 0) output.data(`nothing to allow in ${shown(file)}`);
  const verb = dryRun ? "would be allowed" : "allowed until the file changes";
  for (const { key, text, line } of counting) {
    output.data(`${shown(file)}:${line} ${key}: ${shownValue(text)} (${verb})`);
  }
}

function readable(file: string): Extract<SettingsFile, { kind: "read" }> {
  const found = readSettingsFile(file, process.getuid?.());
  if (found.kind === "read") return found;
  const why = found.kind === "absent" ? "there is no such file" : found.why;
  throw new GosteadError("usage", `${shown(file)} cannot be allowed: ${why}`, {
    fix: "only a file that you or root alone can write to is read",
  });
}

async function revokeFile(context: CliContext, file: string): Promise<number> {
  const { host, globals, output } = context;
  const path = realPath(file);
  const revoked = await revoke({ path, dryRun: globals.dryRun }, host.home, process.getuid?.());
  if (revoked && !globals.dryRun) {
    await recordEvent(context, { kind: "revoke", subject: path, result: "ok" });
  }
  if (globals.json) output.json({ file, revoked, dryRun: globals.dryRun });
  else if (!revoked) output.data(`${shown(file)} was not allowed`);
  else output.data(`${shown(file)} ${globals.dryRun ? "would be" : "is"} no longer allowed`);
  return 0;
}

/** A file that is gone can be revoked too. */
function realPath(file: string): string {
  try {
    return realpathSync(file);
  } catch {
    return file;
  }
}
