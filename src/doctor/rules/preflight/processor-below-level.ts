/** Programs that go builds here cannot run here: the processor lacks what is asked for. */
import { defineRule, notApplicable } from "../../rule.ts";

const LEVELS = ["v1", "v2", "v3", "v4"];
/** Since 1.16 a 386 without SSE2 needs GO386=softfloat. */
const SSE2 = "sse2";

export const processorBelowLevel = defineRule({
  code: "processor-below-level",
  title: "the processor lacks instructions that Go is told to use",
  why: "what go build, run and test make here stops at its start: it asks for another processor",
  group: "preflight",
  needs: ["fingerprint", "settings"],
  check: ({ fingerprint: { os, goarch, goamd64, flags, cpuModel }, settings }) => {
    if (flags === null) return notApplicable("what the processor can do is not known");
    const model = cpuModel ?? "this processor";
    const advice = "go env -u GOAMD64, or build on a newer processor";
    if (goarch === "386") {
      if (flags.includes(SSE2)) return [];
      const text = `${model} has no ${SSE2}, which Go 1.16 and later use`;
      const soft = "GO386=softfloat, and a Go that was built with it";
      return [{ severity: "error", subject: "386", evidence: [{ text }], fix: [], advice: soft }];
    }
    const { GOAMD64: asked, GOOS, GOARCH } = settings;
    if (goarch !== "amd64" || asked === undefined) return notApplicable("GOAMD64 is not set");
    if ((GOOS ?? { value: os }).value !== os || (GOARCH ?? { value: goarch }).value !== goarch) {
      return notApplicable("what is built here is for another machine");
    }
    if (LEVELS.indexOf(asked.value) <= LEVELS.indexOf(goamd64 ?? "v1")) return [];
    const text = `GOAMD64=${asked.value} (${asked.origin}); ${model} is ${goamd64}`;
    return [{ severity: "error", subject: "GOAMD64", evidence: [{ text }], fix: [], advice }];
  },
});
