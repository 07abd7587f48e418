/**
 * A project's own log of switches, only where GOSDK_AUDIT_LOG names one (relative to the project): lines of three
 * columns, `unix-seconds commit version`, `-` where there is no commit. Rotated to `<log>.1` at 5 MB. A link is refused, and
 * no failure reaches anybody: the audit log of GOSTEAD_HOME has the same event, chained.
 */
import { closeSync, constants, fstatSync, openSync, renameSync, writeSync } from "node:fs";
import { resolve } from "node:path";
import type { Host } from "#host/host.ts";

const MOST = 5_000_000;

export async function writeProjectLog(
  { env, now }: Pick<Host, "env" | "now">,
  { project, commit, to }: { project: string; commit: string; to: string },
): Promise<void> {
  const named = env.GOSDK_AUDIT_LOG;
  if (!named) return;
  try {
    const log = resolve(project, named);
    const seconds = Math.floor(now().getTime() / 1000);
    if (append(log, `${seconds} ${commit || "-"} ${to}\n`) > MOST) renameSync(log, `${log}.1`);
  } catch {
    // A read-only tree, a link in place of the log: see above.
  }
}

/** The size afterwards. */
function append(log: string, line: string): number {
  const { O_WRONLY, O_APPEND, O_CREAT, O_NOFOLLOW, O_NONBLOCK } = constants;
  const fd = openSync(log, O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW | O_NONBLOCK, 0o644);
  try {
    if (!fstatSync(fd).isFile()) return 0;
    writeSync(fd, line);
    return fstatSync(fd).size;
  } finally {
    closeSync(fd);
  }
}
