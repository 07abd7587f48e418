/** The lines of start files that name a directory of PATH, as evidence. */
import type { FactValue } from "#facts/facts.ts";
import type { Evidence } from "#model/finding.ts";

const MAX = 3;

/** Those that write it out, or with ~ or $HOME in the place of the user's home. */
export function startLines({ files }: FactValue<"rc">, directory: string): readonly Evidence[] {
  const plain = directory.replace(/(.)\/+$/, "$1");
  const home = homeIn(files);
  const tail = home !== undefined && plain.startsWith(`${home}/`) ? plain.slice(home.length) : null;
  const words = tail === null ? [plain] : [plain, `~${tail}`, `HOME${tail}`, `HOME}${tail}`];
  const found = files.flatMap((file) =>
    file.lines
      .filter(
        ({ names, text }) => names.includes("PATH") && words.some((word) => text.includes(word)),
      )
      .map(({ line, text }) => ({ text: text.trim(), file: file.path, line })),
  );
  return found.slice(0, MAX);
}

/** The user's home, from where ~/.profile would be. */
function homeIn(files: FactValue<"rc">["files"]): string | undefined {
  const profile = files.find(({ path, owner }) => owner === "user" && path.endsWith("/.profile"));
  return profile?.path.replace(/\/\.profile$/, "");
}
