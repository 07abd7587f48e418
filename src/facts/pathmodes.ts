/** Who may write into the directories of PATH. */
import { defineFact, known } from "./fact.ts";
import { pathFact } from "./path.ts";

export interface PathMode {
  /** As it stands in PATH. */
  readonly text: string;
  /** As `ls -l` shows it: `drwxr-xr-x`. */
  readonly mode: string;
}

export const pathmodesFact = defineFact({
  name: "pathmodes",
  cost: "local",
  about: "who may write into the directories of PATH",
  needs: { path: pathFact },
  reads: (_, { path }) => {
    const texts = directoriesOf(path.entries);
    // -d the directory itself, -n no names to look up, -L behind links.
    return texts.length === 0 ? [] : [{ argv: ["ls", "-ldnL", "--", ...texts], max: 1 << 20 }];
  },
  parse: ([answer], _, { path }) => {
    const texts = directoriesOf(path.entries);
    if (answer === undefined) return known({ modes: [] as readonly PathMode[] });
    if (answer.is === "failed") return { known: false, reason: answer.reason };
    const lines = answer.stdout.split("\n");
    const modes = texts.flatMap((text): readonly PathMode[] => {
      const line = lines.find((one) => one.endsWith(` ${text}`));
      const mode = /^[-a-z]{10}/i.exec(line ?? "")?.[0];
      return mode === undefined ? [] : [{ text, mode }];
    });
    return known({ modes });
  },
});

function directoriesOf(
  entries: readonly { readonly text: string; readonly state: string }[],
): readonly string[] {
  const texts = entries.filter(({ state }) => state === "directory").map(({ text }) => text);
  return [...new Set(texts)];
}
