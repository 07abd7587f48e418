/** Never removing what a process runs (spec A8.7): asked before a tree goes, by uninstall and by prune. */
import { join } from "node:path";
import { programsIn } from "#host/running.ts";
import { GosteadError } from "#model/error.ts";
import { type Release, releaseName } from "#model/release.ts";
import { namesIn } from "#store/sweep.ts";
import type { Engine } from "./engine.ts";
import { treePath } from "./installed.ts";

/**
 * Throws `in-use` naming a process that runs a program of this release, and
 * `no-permission` where nobody can tell.
 */
export function requireIdle(release: Release, engine: Pick<Engine, "home" | "uid">): void {
  const path = treePath(engine.home, release);
  const force = `gostead uninstall --force ${release.version}`;
  requireIdleTree({ path, name: releaseName(release), force }, engine);
}

export interface Leaving {
  readonly path: string;
  readonly name: string;
  /** The command that removes it all the same. */
  readonly force: string;
}

/** The same of any tree: a label's. */
export function requireIdleTree(what: Leaving, { uid }: Pick<Engine, "uid">): void {
  const { path: tree, name, force } = what;
  const { running, unseen } = programsIn(tree, { uid, names: programNames(tree) });
  const [first] = running;
  if (first !== undefined) {
    const more = running.length > 1 ? `, and ${running.length - 1} more` : "";
    throw new GosteadError(
      "in-use",
      `${name} is in use by process ${first.pid} (${first.program}${more})`,
      { fix: `end it, or: ${force}` },
    );
  }
  if (unseen !== undefined) {
    throw new GosteadError(
      "no-permission",
      `nobody can tell whether ${name} is in use: ${unseen}`,
      {
        fix: `look as root, or: ${force}`,
      },
    );
  }
}

/** `go`, `gofmt`, `compile`, …: what a process of this tree can be called. */
function programNames(tree: string): ReadonlySet<string> {
  const tools = join(tree, "pkg", "tool");
  const rooms = [join(tree, "bin"), ...namesIn(tools).map((name) => join(tools, name))];
  return new Set(rooms.flatMap(namesIn));
}
