/** `go: command not found`, although there is a Go on this machine. */
import { defineRule, notApplicable } from "../../rule.ts";
import { putFirst, startFile } from "../../startfile.ts";

export const goNotOnPath = defineRule({
  code: "go-not-on-path",
  title: "go is installed, but not on PATH",
  why: "every shell says: go: command not found",
  group: "path",
  needs: ["gos", "goroots", "gostead", "rc", "shell"],
  check: ({ gos, goroots: { roots }, gostead, rc, shell }) => {
    if (gos.gos.length > 0) return [];
    const ours = gostead.shims && gostead.installed.length > 0;
    const directory = ours ? `${gostead.root}/shims` : roots[0] && `${roots[0].path}/bin`;
    if (directory === undefined)
      return notApplicable("there is no Go in the places where it is usually put");
    const file = startFile(rc, shell.name);
    const there = file?.lines.some(({ text }) => text.includes(directory)) === true;
    return [
      {
        severity: "error",
        subject: "go",
        evidence: [
          { text: "no directory of PATH holds a go" },
          ...roots.slice(0, 5).map(({ path, version }) => ({ text: version, file: path })),
        ],
        fix: file === undefined || there ? [] : putFirst(file, "path", directory),
        ...(there ? { advice: `open a new shell: ${file.path} puts ${directory} on PATH` } : {}),
        ...(file === undefined ? { advice: `put ${directory} on PATH` } : {}),
      },
    ];
  },
});
