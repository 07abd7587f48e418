/**
 * Runs a program where nothing else is: a directory that holds it alone, made the root by util-linux's unshare in
 * namespaces of its own (user, mount, network, processes), as an image FROM scratch would hold it. No privilege is used.
 */
import { chmodSync, copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import type { AloneRun } from "#binary/subject.ts";
import { GosteadError } from "#model/error.ts";
import type { CliContext } from "./context.ts";

const TIMEOUT_MS = 10_000;
const MAX_BYTES = 64 * 1024;
/** What unshare answers for a program that is there and names a loader that is not. */
const NOT_FOUND = 127;
const UNSHARE = "unshare --user --map-root-user --mount --net --pid --fork --kill-child --root";

/** Starts `file` with these words, once. What cannot be tried is unknown, with the reason. */
export async function runAlone(
  { host }: CliContext,
  file: string,
  words: readonly string[],
): Promise<AloneRun> {
  const root = mkdtempSync(join(host.env.TMPDIR || "/tmp", "gostead-alone-"));
  try {
    copyFileSync(resolve(host.cwd, file), join(root, "app"));
    chmodSync(join(root, "app"), 0o755);
    chmodSync(root, 0o755);
    const argv = [...UNSHARE.split(" "), root, "/app", ...words];
    // The environment of an image that sets none: secrets of ours are not the program's.
    const env = { PATH: host.env.PATH };
    const ran = await host.run(argv, {
      timeoutMs: TIMEOUT_MS,
      maxBytes: MAX_BYTES,
      cwd: root,
      env,
    });
    if (ran.timedOut) return { is: "unknown", reason: "it did not end within 10 s" };
    return verdictOf(ran.code, ran.stderr);
  } catch (error) {
    if (!(error instanceof GosteadError)) throw error;
    return { is: "unknown", reason: error.message };
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

function verdictOf(code: number | null, stderr: string): AloneRun {
  const [line = ""] = stderr.split("\n", 1);
  const own = line.startsWith("unshare: ");
  if (own && code === NOT_FOUND) return { is: "not-started" };
  // No namespaces for us here, a file system without execution, an unshare that is too old.
  if (own) return { is: "unknown", reason: line };
  return { is: "ended", code, said: line };
}
