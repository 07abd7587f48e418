/** A directory of somebody's files and a journal of its own, for tests of apply/. */
import { mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ApplyDeps } from "#apply/change.ts";
import { realHost } from "#host/host.ts";
import { snapshot } from "./home.ts";

export interface Place {
  /** Real; holds everything of this test. */
  readonly root: string;
  /** Somebody's files. */
  readonly user: string;
  readonly journal: string;
  readonly deps: ApplyDeps;
  /** A path below `user`. */
  at(name: string): string;
  /** Makes a file below `user`, and its directories. */
  file(name: string, content: string | Uint8Array, mode?: number): Promise<string>;
  /** Everything below `user`, to compare. */
  snap(): Promise<Record<string, string>>;
}

/** Runs `use` in a new place and removes it afterwards. */
export async function withPlace<T>(use: (place: Place) => Promise<T>): Promise<T> {
  const root = await realpath(await mkdtemp(join(tmpdir(), "gostead-apply-")));
  try {
    return await use(await openPlace(root));
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

/** The place at `root`, made when it is not there. */
export async function openPlace(root: string): Promise<Place> {
  const user = join(root, "user");
  await mkdir(user, { recursive: true });
  const host = realHost({ GOSTEAD_HOME: join(root, "gostead") });
  const at = (name: string) => join(user, name);
  return {
    root,
    user,
    journal: host.home.journal,
    deps: { host, who: "gopher", what: "doctor --fix" },
    at,
    file: async (name, content, mode = 0o644) => {
      await mkdir(join(at(name), ".."), { recursive: true });
      await writeFile(at(name), content, { mode });
      return at(name);
    },
    snap: () => snapshot(user),
  };
}
