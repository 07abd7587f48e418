/**
 * `gostead --switch TO PROJECT TOOL PID`: a project's Go is another than the last one that ran there. Started aside by the
 * launcher (src/activate/hookanswer.sh); nobody reads what it says. What ran last stands in
 * switches/<project>/.gostead-switch, one line, which the launcher compares, so that a re-entry starts nothing.
 */
import { mkdirSync, readFileSync } from "node:fs";
import { isAbsolute, join } from "node:path";
import { gitHead } from "#host/githead.ts";
import { withLock } from "#host/lock.ts";
import { atomicWrite } from "#host/sync.ts";
import type { CliContext } from "./context.ts";
import { recordEvent } from "./record.ts";
import { writeProjectLog } from "./switchlog.ts";

export interface Switch {
  /** The exact version. */
  readonly to: string;
  /** Absolute. */
  readonly project: string;
  readonly tool: string;
  /** Of the shell. */
  readonly pid: number;
}

/** The status: 0, or 2 for words that no launcher says. */
export async function runSwitched(context: CliContext, words: readonly string[]): Promise<number> {
  const [to = "", project = "", tool = "", pid = ""] = words;
  if (!/^[0-9A-Za-z.@_+-]+$/.test(to) || !isAbsolute(project) || !/^[a-z]+$/.test(tool)) return 2;
  await recordSwitch(context, { to, project, tool, pid: Number(pid) || 0 });
  return 0;
}

/** One event of kind `switch`, unless that version ran last in this project. */
export async function recordSwitch(context: CliContext, change: Switch): Promise<void> {
  const { home } = context.host;
  const directory = join(home.root, "switches", change.project);
  const last = join(directory, ".gostead-switch");
  mkdirSync(home.locks, { recursive: true });
  await withLock(join(home.locks, "switches.lock"), {}, async () => {
    const from = lastOf(last);
    if (from === change.to) return;
    await atomicWrite(last, `${change.to}\n`);
    await tell(context, { ...change, from });
  });
}

async function tell(
  context: CliContext,
  change: Switch & { readonly from: string },
): Promise<void> {
  const { project, to, from, tool, pid } = change;
  const { commit = "", branch = "", ...git } = gitHead(project) ?? {};
  const { isDirty } = await import("./switchdirty.ts");
  const dirty = await isDirty(git, context.host);
  const detail = { from, to, commit, branch, tool, pid, ...(dirty === undefined ? {} : { dirty }) };
  await recordEvent(context, { kind: "switch", subject: project, result: "ok", detail });
  await writeProjectLog(context.host, { project, commit, to });
}

function lastOf(file: string): string {
  try {
    return readFileSync(file, "utf8").trim();
  } catch {
    return "";
  }
}
