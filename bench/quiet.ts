/**
 * QUIET=1 runs the bench in a session of its own with the scheduler's best weight,
 * nginx and all: plain nice does nothing across sessions where autogroups are on.
 */
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";

const AUTOGROUP = "/proc/self/autogroup";
const INSIDE = "BENCH_SESSION";

/** Starts this very command anew in its session; nothing when it is not asked for. */
export function inQuietSession(env: NodeJS.ProcessEnv): number | undefined {
  if (env.QUIET !== "1") return undefined;
  if (env[INSIDE]) {
    writeFileSync(AUTOGROUP, "-20");
    return undefined;
  }
  const again = ["-w", process.execPath, ...process.argv.slice(1)];
  const done = spawnSync("setsid", again, { stdio: "inherit", env: { ...env, [INSIDE]: "1" } });
  return done.status ?? 1;
}
