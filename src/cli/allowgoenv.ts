/** `gostead allow [--unsafe] [--revoke] .goenv`: lets the variables of a project's `.goenv` count, as it stands now. */
import { existsSync, realpathSync } from "node:fs";
import { dirname, join } from "node:path";
import { readSettingsFile } from "#config/file.ts";
import { GOENV_FILE, type GoenvLine, parseGoenv } from "#config/goenvfile.ts";
import { forgetGoenv, keepGoenv } from "#config/goenvkept.ts";
import { shownValue } from "#config/shown.ts";
import { GosteadError } from "#model/error.ts";
import type { CliContext } from "./context.ts";
import { recordEvent } from "./record.ts";
import { shown } from "./render.ts";

export async function allowGoenv(
  context: CliContext,
  file: string,
  unsafe: boolean,
): Promise<number> {
  const { host, globals, output } = context;
  const { path, bytes } = readable(file);
  const { lines, warnings } = parseGoenv(bytes, file, dirname(path));
  for (const warning of warnings) output.warn(shown(warning));
  // The version counts without it.
  const asked = lines.filter(({ key }) => key !== "GO_VERSION");
  const allowed = asked.filter(({ lowers }) => unsafe || lowers === undefined);
  const ignored = asked.filter((line) => !allowed.includes(line));
  if (!globals.dryRun) {
    await keepGoenv({ path, bytes, lines: allowed }, host.home);
    const detail = { unsafe, keys: allowed.map(({ key }) => key).join(" ") };
    await recordEvent(context, { kind: "allow", subject: path, result: "ok", detail });
  }
  for (const { key, lowers = "" } of ignored) {
    output.warn(`${key} stays ignored: ${lowers}; gostead allow --unsafe lets it count`);
  }
  report(context, file, allowed, ignored);
  return 0;
}

export async function revokeGoenv(context: CliContext, file: string): Promise<number> {
  const { host, globals, output } = context;
  const path = placeOf(file);
  if (!globals.dryRun) {
    forgetGoenv(path, host.home);
    await recordEvent(context, { kind: "revoke", subject: path, result: "ok" });
  }
  if (globals.json) output.json({ file, revoked: true, dryRun: globals.dryRun });
  else output.data(`${shown(file)} ${globals.dryRun ? "would be" : "is"} no longer allowed`);
  return 0;
}

function report(
  { output, globals: { dryRun, json } }: CliContext,
  file: string,
  allowed: readonly GoenvLine[],
  ignored: readonly GoenvLine[],
): void {
  if (json) {
    const [yes, no] = [allowed, ignored].map((all) => all.map(({ key }) => key));
    output.json({ file, allowed: yes, ignored: no, dryRun });
    return;
  }
  if (allowed.length === 0) output.data(`nothing to allow in ${shown(file)}`);
  const verb = dryRun ? "would be allowed" : "allowed until the file changes";
  for (const { key, value, line } of allowed) {
    output.data(`${shown(file)}:${line} ${key}: ${shownValue(value)} (${verb})`);
  }
}

function readable(file: string): { path: string; bytes: Uint8Array } {
  const found = readSettingsFile(file, process.getuid?.());
  if (found.kind === "read") return { path: placeOf(file), bytes: found.bytes };
  const why = found.kind === "absent" ? "there is no such file" : found.why;
  throw new GosteadError("usage", `${shown(file)} cannot be allowed: ${why}`, {
    fix: "only a file that you or root alone can write to is read",
  });
}

/** Below the real directory, where shells look for it; a file that is gone can be revoked too. */
function placeOf(file: string): string {
  const directory = dirname(file);
  return join(existsSync(directory) ? realpathSync(directory) : directory, GOENV_FILE);
}
