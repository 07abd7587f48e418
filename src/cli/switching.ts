/** What commands share that change the default: what a word means, the gate, the event. */
import { existsSync } from "node:fs";
import { relative } from "node:path";
import {
  KEPT_GENERATIONS,
  moveOn,
  type SwitchDeps,
  type Switched,
  type Target,
} from "#activate/generationswitch.ts";
import { checkHealth } from "#activate/health.ts";
import { GosteadError } from "#model/error.ts";
import type { Engine } from "#toolchain/engine.ts";
import { receiptOf, treePath } from "#toolchain/installed.ts";
import { labelTree, parseLabelName } from "#toolchain/labelled.ts";
import { resolveInstalled } from "#toolchain/resolve.ts";
import type { CliContext } from "./context.ts";
import { recordEvent, recordFailure, userName } from "./record.ts";
import { shown } from "./render.ts";

/** Throws `usage` or `not-installed`. */
export function targetOf(word: string, engine: Engine): Target {
  if (word === "system") {
    return { word, follows: null, version: null, release_path: null, h1: null };
  }
  const label = parseLabelName(word);
  const release = resolveInstalled(label?.version ?? word, engine);
  const { home } = engine;
  const { version } = release;
  const tree = label === undefined ? treePath(home, release) : labelTree(home, label);
  if (!existsSync(tree)) {
    throw new GosteadError("not-installed", `there is no label ${JSON.stringify(word)}`, {
      fix: `gostead label add ${word}`,
    });
  }
  return {
    // 1.20 was a release, and means the newest of its minor: links/ has it as 1.20.0.
    word: label !== undefined ? word : /^\d+\.\d+$/.test(version) ? `${version}.0` : version,
    follows: /^\d+\.\d+$/.test(word) ? word : null,
    version,
    release_path: relative(home.root, tree),
    h1: receiptOf(home, release).h1,
  };
}

export function switchDeps({ host }: CliContext, engine: Engine): SwitchDeps {
  return {
    home: engine.home,
    nowMs: engine.nowMs,
    actor: userName(engine.uid ?? -1),
    keep: KEPT_GENERATIONS,
    lock: {
      timeoutMs: engine.lockTimeoutMs,
      onWait: (holder) => engine.watch.warn(`waiting for ${holder}`),
    },
    gate: (goroot, version) => checkHealth(goroot, version, host.run),
    targetOf: (word) => unlessAbsent(() => targetOf(word, engine)),
  };
}

function unlessAbsent(find: () => Target): Target | undefined {
  try {
    return find();
  } catch (error) {
    if (error instanceof GosteadError) return undefined;
    throw error;
  }
}

/** Every change of the default is an event (spec A8.4); a word that was active already is none. */
export async function recordSwitch(
  context: CliContext,
  { from, to, changed }: Switched,
  reason: string,
): Promise<void> {
  if (!changed) return;
  const { snapshot_id: snapshot, h1 } = to;
  const detail = {
    ...(from === undefined ? {} : { from: from.word }),
    ...{ to: to.word, snapshot, reason },
    ...(h1 === null ? {} : { h1 }),
  };
  await recordEvent(context, { kind: "switch", subject: to.word, result: "ok", detail });
}

/**
 * A default such as `1.24` takes the newest patch that is installed now. What goes
 * wrong is a warning: the install or the removal that it follows was done.
 */
export async function followDefault(
  context: CliContext,
  engine: Engine,
  reason: string,
): Promise<void> {
  if (context.globals.dryRun) return;
  try {
    const moved = await moveOn(reason, switchDeps(context, engine));
    if (moved === undefined) return;
    await recordSwitch(context, moved, reason);
    context.output.talk(`your default ${moved.to.follows} is now go${moved.to.word}`);
  } catch (error) {
    if (!(error instanceof GosteadError)) throw error;
    context.output.warn(`your default stays as it is: ${shown(error.message)}`);
    await recordFailure(context, { kind: "switch", subject: "default" }, error);
  }
}
