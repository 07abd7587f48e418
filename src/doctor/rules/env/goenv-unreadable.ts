/** The file of `go env -w` is there and cannot be read: Go passes over it and says nothing. */
import { type Draft, defineRule, notApplicable } from "../../rule.ts";

export const goenvUnreadable = defineRule({
  code: "goenv-unreadable",
  title: "Go's settings file cannot be read",
  why: "go goes on as if nothing were set in it: proxies, private modules and flags are forgotten",
  group: "env",
  needs: ["goenvstate"],
  check: ({ goenvstate: { path, reason } }) => {
    if (path === null) return notApplicable("GOENV=off, or no home: Go has no settings file");
    if (reason === null) return [];
    const advice = `make ${path} a file of your own that you may read, or name another in GOENV`;
    const evidence = [{ text: reason, file: path }];
    const draft: Draft = { severity: "error", subject: path, evidence, fix: [], advice };
    return [draft];
  },
});
