/** A line of go.mod that the go command refuses: it stops before it does anything. */
import { type Draft, defineRule, notApplicable } from "../../rule.ts";

export const goModBroken = defineRule({
  code: "go-mod-broken",
  title: "go.mod cannot be read",
  why: "every go command in the module stops: errors parsing go.mod",
  group: "module",
  byDefault: true,
  needs: ["modulehere"],
  check: ({ modulehere }) => {
    if (modulehere === null) return notApplicable("no go.mod counts here");
    const { file, mod, texts } = modulehere;
    const wrong = mod.faults.flatMap(({ line, says }, at) => [
      { text: texts[at] ?? "", file, line },
      { text: says },
    ]);
    const nameless = wrong.length === 0 && mod.module === null;
    const evidence = nameless ? [{ text: "missing module declaration", file }] : wrong;
    if (evidence.length === 0) return [];
    const advice = nameless
      ? "go mod edit -module=NAME with the module's name"
      : "mend these lines by hand: go mod tidy does not run before they are right";
    const draft: Draft = { severity: "error", subject: file, evidence, fix: [], advice };
    return [draft];
  },
});
