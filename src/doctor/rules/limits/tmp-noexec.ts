/** Programs may not be started where go run and go test build them. */
import { defineRule, notApplicable } from "../../rule.ts";

export const tmpNoexec = defineRule({
  code: "tmp-noexec",
  title: "programs may not be started among temporary files",
  why: "go run and go test stop: fork/exec /tmp/go-build…: permission denied",
  group: "limits",
  needs: ["caches", "space"],
  check: ({ caches: { directories }, space: { places } }) => {
    const directory = directories.find(({ name }) => name === "temporary");
    const place = places.find(({ names }) => names.includes("temporary"));
    if (directory === undefined || place === undefined)
      return notApplicable("it is not known where temporary files lie");
    if (!place.noexec) return [];
    const { path, source } = directory;
    const evidence = [
      { text: `${place.mount} is mounted noexec; ${path} is from ${source}`, file: path },
    ];
    const advice =
      'make a directory where programs may run, then: go env -w GOTMPDIR="$HOME/.cache/go-tmp"';
    return [{ severity: "error", subject: path, evidence, fix: [], advice }];
  },
});
