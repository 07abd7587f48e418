/**
 * The first `go` on PATH, started: what it says. And gostead's shim, which stands
 * for the version that is asked for here. GOTOOLCHAIN=local: a plain go must not fetch another.
 */
import { defineFact, known } from "./fact.ts";
import { gosFact } from "./gos.ts";
import { gosteadFact } from "./gostead.ts";
import type { RunAnswer } from "./read.ts";

export interface GoRun {
  readonly path: string;
  /** `go1.22.6`; null where it did not say. */
  readonly version: string | null;
  /** Why it did not; null where it did. */
  readonly failure: string | null;
  /** The command with which gostead's own go says that it would be mended. */
  readonly fix: string | null;
  /** False where nobody started it: on a recorded machine. */
  readonly started: boolean;
}

interface Needed {
  readonly gos: { readonly gos: readonly { readonly path: string; readonly kind: string }[] };
  readonly gostead: { readonly root: string | null; readonly shims: boolean };
}

/** gostead's own go says that it stands for nothing, or says nothing as an emptied file does; else it is Go that fails. */
export function standsForNothing({ started, failure }: GoRun): boolean {
  return started && failure !== null && /^gostead: |^it ended with status 0$/.test(failure);
}

export const gorunsFact = defineFact({
  name: "goruns",
  cost: "local",
  about: "what the first go on PATH says its version is, and what gostead's says",
  needs: { gos: gosFact, gostead: gosteadFact },
  reads: (_, needed) =>
    programs(needed).map((path) => ({
      argv: ["env", "GOTOOLCHAIN=local", path, "version"],
      max: 1 << 16,
    })),
  parse: (answers, _, needed) => {
    const runs = programs(needed).flatMap((path, at): readonly GoRun[] => {
      const answer = answers[at];
      return answer === undefined ? [] : [runOf(path, answer)];
    });
    const [first] = needed.gos.gos;
    const shim = shimOf(needed);
    return known({
      first: runs.find(({ path }) => path === first?.path) ?? null,
      shim: runs.find(({ path }) => path === shim) ?? null,
    });
  },
});

function shimOf({ gostead }: Needed): string | null {
  return gostead.shims && gostead.root !== null ? `${gostead.root}/shims/go` : null;
}

function programs(needed: Needed): readonly string[] {
  const [first] = needed.gos.gos;
  const all = [first?.path ?? null, shimOf(needed)];
  return [...new Set(all)].filter((path) => path !== null);
}

function runOf(path: string, answer: RunAnswer): GoRun {
  if (answer.is === "failed") {
    const started = !answer.reason.endsWith("was not recorded");
    const failure = answer.reason.replace(/^env did/, "it did");
    return { path, version: null, failure, fix: null, started };
  }
  const [, version = null] = /^go version (go\S+|devel \S+)/m.exec(answer.stdout) ?? [];
  const said = answer.stderr.split("\n").find((line) => line.trim() !== "");
  const failure = said?.trim().slice(0, 200) ?? `it ended with status ${answer.code}`;
  const [, fix = null] = /^gostead: fix: (gostead [ -~]{1,200})$/m.exec(answer.stderr) ?? [];
  if (version !== null) return { path, version, failure: null, fix: null, started: true };
  return { path, version, failure, fix, started: true };
}
