/** The place for temporary files is not there, or we may not write there: go makes its working directory in it first of all. */
import { defineRule, notApplicable } from "../../rule.ts";

export const tmpUnusable = defineRule({
  code: "tmp-unusable",
  title: "temporary files cannot be made",
  why: "every build stops: go: creating work dir: no such file or directory",
  group: "limits",
  needs: ["caches", "space"],
  check: ({ caches: { directories } }) => {
    const directory = directories.find(({ name }) => name === "temporary");
    if (directory === undefined) return notApplicable("it is not known where temporary files lie");
    const { path, at, source, isDirectory, writable } = directory;
    const usable = at === path && isDirectory && writable;
    if (usable) return [];
    const there = isDirectory ? "we may not write there" : "it is no directory";
    const wrong = at === path ? there : "it is not there";
    const evidence = [{ text: `${wrong}; ${source} says so`, file: path }];
    const advice = source.startsWith("GOTMPDIR")
      ? "go env -u GOTMPDIR, or take it out of your start file; or make that directory"
      : `make that directory, or set ${source === "default" ? "TMPDIR" : source} to one where you may write`;
    return [{ severity: "error", subject: path, evidence, fix: [], advice }];
  },
});
