/** Programs from `go install` land where no shell looks. */
import { defineRule, notApplicable } from "../../rule.ts";
import { putLast, startFile } from "../../startfile.ts";

export const gobinNotOnPath = defineRule({
  code: "gobin-not-on-path",
  title: "programs from go install are not on PATH",
  why: "what go install put there is not found by its name",
  group: "path",
  needs: ["gobin", "path", "rc", "shell"],
  check: ({ gobin, path, rc, shell }) => {
    if (gobin === null) return notApplicable("neither GOBIN nor a home says where programs go");
    const { directory, from, count, programs } = gobin;
    if (!directory.startsWith("/")) {
      return [
        {
          severity: "error",
          subject: from,
          evidence: [{ text: `${from} is ${directory}` }],
          fix: [],
          advice: `set ${from} to an absolute path: go env -w ${from}=…`,
        },
      ];
    }
    if (count === 0 && from !== "GOBIN")
      return notApplicable(`nothing is installed in ${directory}`);
    const entries = path.entries.map(({ text }) => text.replace(/(.)\/+$/, "$1"));
    if (entries.includes(directory.replace(/(.)\/+$/, "$1"))) return [];
    const file = startFile(rc, shell.name);
    const there = file?.lines.some(({ text }) => text.includes(directory)) === true;
    const names = programs.join(", ") + (count > programs.length ? " …" : "");
    return [
      {
        severity: "warning",
        subject: directory,
        evidence: [
          { text: count === 0 ? `${from} names it` : `it holds ${names}`, file: directory },
        ],
        fix: file === undefined || there ? [] : putLast(file, "gobin", directory),
        ...(there ? { advice: `open a new shell: ${file.path} puts ${directory} on PATH` } : {}),
        ...(file === undefined ? { advice: `put ${directory} on PATH` } : {}),
      },
    ];
  },
});
