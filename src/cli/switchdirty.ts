/**
 * Whether a work tree differs from git's index. Git runs with an empty repository of ours as GIT_DIR and the project's
 * index and objects: the project's own configuration, whose filters and fsmonitor are programs, is never read (security S7).
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { GitHead } from "#host/githead.ts";
import type { Host } from "#host/host.ts";

const TIMEOUT_MS = 2000;

/** Undefined when nobody can tell: no repository, no git, too slow. Never throws. */
export async function isDirty(
  { root, directory }: Partial<GitHead>,
  { run, env: { PATH: path } }: Pick<Host, "run" | "env">,
): Promise<boolean | undefined> {
  if (root === undefined || directory === undefined) return undefined;
  const empty = mkdtempSync(join(tmpdir(), "gostead-git-"));
  try {
    for (const name of ["objects", "refs"]) mkdirSync(join(empty, name));
    writeFileSync(join(empty, "HEAD"), "ref: refs/heads/none\n");
    const env = {
      PATH: path,
      GIT_DIR: empty,
      GIT_WORK_TREE: root,
      GIT_INDEX_FILE: join(directory, "index"),
      GIT_OBJECT_DIRECTORY: join(directory, "objects"),
      GIT_CONFIG_NOSYSTEM: "1",
      GIT_CONFIG_GLOBAL: "/dev/null",
      GIT_OPTIONAL_LOCKS: "0",
    };
    const { code } = await run(["git", "diff-files", "--quiet"], {
      cwd: root,
      env,
      timeoutMs: TIMEOUT_MS,
    });
    return code === 0 ? false : code === 1 ? true : undefined;
  } catch {
    return undefined;
  } finally {
    rmSync(empty, { recursive: true, force: true });
  }
}
