/** Another `go` is found before gostead's: pins and defaults do not count. */
import { startLines } from "../../pathlines.ts";
import { type Draft, defineRule, notApplicable } from "../../rule.ts";
import { filesOfShell, putFirst, startFile } from "../../startfile.ts";

export const goShadowed = defineRule({
  code: "go-shadowed",
  title: "another go comes before gostead's",
  why: "the versions that projects pin do not run: shells find the other go first",
  group: "path",
  needs: ["gos", "goruns", "gostead", "rc", "shell"],
  check: ({ gos: { gos }, goruns, gostead, rc, shell }) => {
    const [first] = gos;
    if (!gostead.shims || gostead.root === null) return notApplicable("gostead has no shims here");
    if (first === undefined) return notApplicable("there is no go on PATH");
    if (first.kind === "gostead") return [];
    const shims = `${gostead.root}/shims`;
    const ours = gos.find(({ kind }) => kind === "gostead");
    const place = ours === undefined ? "is not on PATH" : `is entry ${ours.position} of PATH`;
    const known = first.version ?? goruns.first?.version ?? null;
    const version = known === null ? first.kind : `${known}, ${first.kind}`;
    const draft: Draft = {
      severity: "error",
      subject: first.path,
      evidence: [
        { text: `${first.path} (${version}) is entry ${first.position} of PATH, and wins` },
        { text: `${shims} ${place}${asked(goruns.shim?.version)}` },
        ...startLines(rc, first.path.replace(/\/go$/, "")),
      ],
      fix: [],
    };
    const files = filesOfShell(rc, shell.name);
    const putsPath = files.filter(({ lines }) => lines.some(({ names }) => names.includes("PATH")));
    const file = putsPath.at(-1) ?? startFile(rc, shell.name);
    if (file === undefined) return [{ ...draft, advice: `put ${shims} first on PATH` }];
    const last = file.lines.findLast(({ names }) => names.includes("PATH"));
    if (last?.text.includes(shims) === true && !last.text.includes(":*)")) {
      return [{ ...draft, advice: `open a new shell: ${file.path} puts gostead first already` }];
    }
    return [{ ...draft, fix: putFirst(file, "path", shims) }];
  },
});

function asked(version: string | null | undefined): string {
  return version ? `: ${version}, which is asked for here, does not run` : "";
}
