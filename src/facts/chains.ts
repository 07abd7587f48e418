/**
 * Each way in which programs are started here, started: which PATH and which
 * `go` it sees. Shells read the user's own start files for it, which may print,
 * end the shell or hang: that makes one way unknown, and says why.
 */
import { readOf, type Way, waysOf } from "./chainlist.ts";
import { defineFact, known } from "./fact.ts";
import { meFact } from "./me.ts";
import { seenIn } from "./probe.ts";
import type { RunAnswer } from "./read.ts";
import { sessionFact } from "./session.ts";

export interface Chain {
  readonly name: string;
  readonly about: string;
  readonly imitated: boolean;
  /** It reads files in which the block of `setup` can stand. */
  readonly reads: boolean;
  readonly path: string | null;
  /** The program; null where it sees none, and where it could not be started. */
  readonly go: string | null;
  readonly alias: "alias" | "function" | null;
  /** Why it could not be looked at; null where it was. */
  readonly unknown: string | null;
}

export const chainsFact = defineFact({
  name: "chains",
  cost: "local",
  about: "the ways in which programs are started here, and which go each sees",
  needs: { me: meFact, session: sessionFact },
  reads: (_, { me, session }) => waysOf(session, me.uid).map(readOf),
  parse: (answers, _, { me, session }) => {
    const chains = waysOf(session, me.uid).flatMap((way, at): readonly Chain[] => {
      const answer = answers[at];
      return answer === undefined || isAbsent(answer) ? [] : [chainOf(way, answer)];
    });
    return known({ chains });
  },
});

/** `env` ends with 127 where there is no such program. */
function isAbsent(answer: RunAnswer): boolean {
  if (answer.is === "failed") return answer.reason.endsWith("was not recorded");
  return answer.code === 127 && seenIn(answer.stdout) === undefined;
}

function chainOf({ name, about, imitated, reads }: Way, answer: RunAnswer): Chain {
  const way = { name, about, imitated, reads };
  const seen = answer.is === "ended" ? seenIn(answer.stdout) : undefined;
  if (seen !== undefined) return { ...way, ...seen, unknown: null };
  return { ...way, path: null, go: null, alias: null, unknown: reasonOf(name, answer) };
}

function reasonOf(name: string, answer: RunAnswer): string {
  if (answer.is === "failed") {
    return answer.reason.replace(/^env did/, "it did").replace(/^env said/, "it said");
  }
  if (name === "sudo" && answer.code === 0) return "only root can ask sudo without a password";
  const said = answer.stderr.split("\n").find((line) => line.trim() !== "");
  const why = name === "systemd" || name === "sudo" ? said : undefined;
  return (
    why?.trim().slice(0, 200) ?? `it ended with status ${answer.code} before its first command`
  );
}
