/** ~/.profile sets up Go, and bash never reads it: it takes the first of three files. */
import type { FactValue } from "#facts/facts.ts";
import { defineRule, notApplicable } from "../../rule.ts";

type RcFile = FactValue<"rc">["files"][number];

export const startFileNotRead = defineRule({
  code: "start-file-not-read",
  title: "a start file sets Go up, and is not read",
  why: "what it sets counts in some sessions, and not in a login bash",
  group: "shell",
  needs: ["rc", "shell"],
  check: ({ rc: { files }, shell }) => {
    if (shell.name !== "bash") return notApplicable("only bash takes one of several files");
    const chain = [".bash_profile", ".bash_login", ".profile"].flatMap((name) => {
      const file = files.find(({ path, owner }) => owner === "user" && path.endsWith(`/${name}`));
      return file?.there ? [file] : [];
    });
    const [first, ...rest] = chain;
    if (first === undefined) return notApplicable("there is no start file of a login bash");
    if (first.unreadable !== null) return notApplicable(`${first.path}: ${first.unreadable}`);
    return rest
      .filter((file) => setsGo(file) && !reads(first, file) && !sameIn(first, file))
      .map((file) => ({
        severity: "warning" as const,
        subject: file.path,
        evidence: [
          ...file.lines
            .slice(0, 3)
            .map(({ line, text }) => ({ text: text.trim(), file: file.path, line })),
          { text: `a login bash reads ${first.path}, and then no other` },
        ],
        fix: [],
        advice: `add to ${first.path}: . ${file.path}`,
      }));
  },
});

function setsGo({ lines }: RcFile): boolean {
  return lines.some(({ names }) => names.length > 0);
}

function reads(first: RcFile, file: RcFile): boolean {
  return first.reads.some((name) => file.path.endsWith(`/${name}`));
}

/** Every line stands in the file that is read, as the block of setup does. */
function sameIn(first: RcFile, file: RcFile): boolean {
  const texts = new Set(first.lines.map(({ text }) => text.trim()));
  return file.lines.every(({ text }) => texts.has(text.trim()));
}
