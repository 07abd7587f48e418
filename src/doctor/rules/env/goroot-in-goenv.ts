/** GOROOT in the file of `go env -w`: when it names no tree, no go command runs any more, `go env -u` neither. */
import { inGoEnvFile } from "../../occurrence.ts";
import { defineRule } from "../../rule.ts";

export const gorootInGoenv = defineRule({
  code: "goroot-in-goenv",
  title: "GOROOT is set in Go's settings file",
  why: "where it names no tree, every go command stops: go: cannot find GOROOT directory",
  group: "env",
  needs: ["goenvfile"],
  check: ({ goenvfile }) =>
    inGoEnvFile("GOROOT", goenvfile).map(({ evidence, edit }) => ({
      severity: "error",
      subject: "GOROOT",
      evidence: [evidence],
      fix: edit === undefined ? [] : [edit(null)],
    })),
});
