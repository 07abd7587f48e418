/** A home with toolchains that tell what they were given, and the shims and launcher written into it. */
import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeShims } from "#activate/shims.ts";
import { makeHome } from "./pincase.ts";

export interface ShimHome {
  /** Everything of one test. */
  readonly root: string;
  /** GOSTEAD_HOME; the default is 1.22. */
  readonly home: string;
  /** An empty directory to work in. */
  readonly cwd: string;
}

export interface Told {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** `name` is the last part of GOSTEAD_HOME. */
export async function withShims(
  use: (at: ShimHome) => void | Promise<void>,
  name = "home",
): Promise<void> {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "gostead-shim-")));
  const at = { root, home: join(root, name), cwd: join(root, "p") };
  chmodSync(root, 0o755);
  try {
    makeHome(at.home);
    writeFileSync(join(at.home, "default"), "1.22\n");
    writeShims({ root: at.home, node: process.execPath, version: "9.9.9" });
    mkdirSync(at.cwd);
    await use(at);
  } finally {
    rmSync(root, { recursive: true });
  }
}

/** Runs a command in the test's directory, in an environment that holds PATH and `env` alone. */
export function tell(
  at: ShimHome,
  argv: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Told {
  const [program = "", ...args] = argv;
  const ran = spawnSync(program, args, {
    cwd: at.cwd,
    env: { PATH: "/usr/bin:/bin", ...env },
    encoding: "utf8",
  });
  return { code: ran.status, stdout: ran.stdout, stderr: ran.stderr };
}
