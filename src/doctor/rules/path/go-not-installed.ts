/** gostead's own go comes first, and the version that it stands for here does not run. */
import { standsForNothing } from "#facts/goruns.ts";
import { defineRule, notApplicable } from "../../rule.ts";

export const goNotInstalled = defineRule({
  code: "go-not-installed",
  title: "the Go that is asked for here is not installed",
  why: "no go command runs here: a pin, go.mod or the default asks for what is not there",
  group: "path",
  needs: ["goruns", "gos"],
  check: ({ goruns: { first }, gos: { gos } }) => {
    if (first === null || gos[0]?.kind !== "gostead") {
      return notApplicable("gostead's own go is not the first on PATH");
    }
    if (!first.started) return notApplicable("it was not started");
    if (first.failure === null) return [];
    if (!standsForNothing(first)) {
      return notApplicable("it is Go that fails, not gostead's own go");
    }
    return [
      {
        severity: "error",
        subject: first.path,
        evidence: [{ text: `go version: ${first.failure}` }],
        fix: [],
        advice: `run: ${first.fix ?? "gostead activate --write-shims"}`,
      },
    ];
  },
});
