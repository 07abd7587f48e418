/** The go that comes first, or the Go behind gostead's own, hangs, crashes, or is no go at all. */
import type { FactValue } from "#facts/facts.ts";
import { standsForNothing } from "#facts/goruns.ts";
import { defineRule, notApplicable } from "../../rule.ts";

/** Settings that Go does not take have findings of their own. */
const REPAIR =
  "where no other finding says why, its tree is damaged: gostead current names the version, and gostead verify --repair VERSION mends it";

export const goDoesNotRun = defineRule({
  code: "go-does-not-run",
  title: "the first go on PATH does not run",
  why: "every build, editor and script that calls go fails or hangs",
  group: "path",
  needs: ["goruns", "gos"],
  check: ({ goruns: { first }, gos: { gos } }) => {
    const [go] = gos;
    if (first === null || go === undefined) return notApplicable("there is no go on PATH");
    if (go.kind === "gostead" && standsForNothing(first)) {
      return notApplicable("gostead's own go says itself what it lacks");
    }
    if (!first.started) return notApplicable("it was not started");
    if (first.failure === null) return [];
    return [
      {
        severity: "error",
        subject: first.path,
        evidence: [
          { text: `go version: ${first.failure}` },
          ...(go.real === first.path ? [] : [{ text: `it is ${go.real}` }]),
        ],
        fix: [],
        advice: adviceFor(go, first.failure),
      },
    ];
  },
});

function adviceFor({ kind, path }: FactValue<"gos">["gos"][number], failure: string): string {
  const [, flag] = /parsing \$GOFLAGS: unknown flag (\S+)/.exec(failure) ?? [];
  if (flag !== undefined) {
    return `this Go knows no ${flag}: take it out of GOFLAGS, or set it where a newer Go runs, in that project's .goenv or in a label`;
  }
  if (kind === "gostead") return REPAIR;
  return `install that Go again, or take ${path.replace(/\/go$/, "")} off PATH`;
}
