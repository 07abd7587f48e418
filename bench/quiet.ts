/**
 * QUIET=1 runs the bench in a session of its own with the scheduler's best weight,
 * nginx and all: plain nice does nothing across sessions where autogroups are on.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";

const AUTOGROUP = "/proc/self/autogroup";
const INSIDE = "BENCH_SESSION";

/** Runs this very command anew in its session, to its exit status; nothing when not asked to. */
export async function inQuietSession(env: NodeJS.ProcessEnv): Promise<number | undefined> {
  if (env.QUIET !== "1") return undefined;
  if (env[INSIDE]) {
    writeFileSync(AUTOGROUP, "-20");
    return undefined;
  }
  const child = spawn(process.execPath, process.argv.slice(1), {
    detached: true,
    stdio: "inherit",
    env: { ...env, [INSIDE]: "1" },
  });
  process.once("exit", () => child.kill("SIGINT"));
  const [status] = await once(child, "exit");
  return Number(status ?? 1);
}
