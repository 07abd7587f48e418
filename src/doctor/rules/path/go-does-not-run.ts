/** The go that comes first hangs, crashes, or is no go at all. */
import { defineRule, notApplicable } from "../../rule.ts";

export const goDoesNotRun = defineRule({
  code: "go-does-not-run",
  title: "the first go on PATH does not run",
  why: "every build, editor and script that calls go fails or hangs",
  group: "path",
  needs: ["goruns", "gos"],
  check: ({ goruns: { first }, gos: { gos } }) => {
    const [go] = gos;
    if (first === null || go === undefined) return notApplicable("there is no go on PATH");
    if (go.kind === "gostead") return notApplicable("gostead's own go says itself what it lacks");
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
        advice: `install that Go again, or take ${go.path.replace(/\/go$/, "")} off PATH`,
      },
    ];
  },
});
