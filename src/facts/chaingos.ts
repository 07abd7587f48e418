/**
 * Every `go` that a way of starting programs sees, started: what it says its
 * version is, in the working directory, with that way's PATH. And the one that
 * gostead's shim stands for here, which all of them should say.
 * GOTOOLCHAIN=local keeps a plain go from fetching another.
 */
import { chainsFact } from "./chains.ts";
import { defineFact, known } from "./fact.ts";
import { gosteadFact } from "./gostead.ts";
import { pathFact } from "./path.ts";
import type { RunAnswer, RunRead } from "./read.ts";
import { sessionFact } from "./session.ts";

export interface Said {
  readonly go: string;
  readonly path: string;
  /** `go1.22.6`; null where it did not say. */
  readonly version: string | null;
  /** Why it did not; null where it did. */
  readonly unknown: string | null;
}

interface Question {
  readonly go: string;
  readonly path: string;
}

interface Known {
  readonly chains: { readonly chains: readonly { go: string | null; path: string | null }[] };
  readonly gostead: { readonly root: string | null; readonly shims: boolean };
  readonly session: { readonly path: string; readonly environment: readonly string[] };
}

export const chaingosFact = defineFact({
  name: "chaingos",
  cost: "local",
  about: "the version that each of these says, and the one that is asked for here",
  needs: { chains: chainsFact, gostead: gosteadFact, session: sessionFact, path: pathFact },
  reads: (_, needed) => questions(needed).map((one) => readOf(one, needed)),
  parse: (answers, _, needed) => {
    const said = questions(needed).flatMap((one, at): readonly Said[] => {
      const answer = answers[at];
      return answer === undefined ? [] : [{ ...one, ...versionIn(answer) }];
    });
    const shim = shimOf(needed);
    return known({ said, asked: said.find(({ go }) => go === shim) ?? null });
  },
});

function shimOf({ gostead }: Known): string | undefined {
  return gostead.shims && gostead.root !== null ? `${gostead.root}/shims/go` : undefined;
}

/** The shim's first, then each other once for each PATH. */
function questions(needed: Known): readonly Question[] {
  const shim = shimOf(needed);
  const first = shim === undefined ? [] : [{ go: shim, path: needed.session.path }];
  const others = needed.chains.chains.flatMap(({ go, path }) =>
    go === null || path === null || go === shim ? [] : [{ go, path }],
  );
  const each = [...first, ...others].map((one) => [`${one.go}\n${one.path}`, one] as const);
  return [...new Map(each).values()];
}

function readOf({ go, path }: Question, { session }: Known): RunRead {
  const environment = session.environment.filter((one) => !one.startsWith("PATH="));
  const argv = ["env", "-i", ...environment, `PATH=${path}`, "GOTOOLCHAIN=local", go, "version"];
  return { argv, max: 1 << 16 };
}

function versionIn(answer: RunAnswer): Pick<Said, "version" | "unknown"> {
  if (answer.is === "failed") {
    return { version: null, unknown: answer.reason.replace(/^env did/, "it did") };
  }
  const [, version = null] = /^go version (go\S+) /m.exec(answer.stdout) ?? [];
  if (version !== null) return { version, unknown: null };
  const line = answer.stderr.split("\n").find((one) => one.trim() !== "") ?? "";
  return {
    version: null,
    unknown: line.trim().slice(0, 200) || `it ended with status ${answer.code}`,
  };
}
