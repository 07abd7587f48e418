/** Where a line for PATH belongs, and how each shell writes it. */
import type { FactValue } from "#facts/facts.ts";
import type { Action } from "#model/action.ts";

type Rc = FactValue<"rc">;
type RcFile = Rc["files"][number];

/** What an interactive shell reads, by its name. */
const OWN: Readonly<Record<string, string>> = {
  bash: "/.bashrc",
  zsh: "/.zshrc",
  fish: "/config.fish",
};

/** The user's start file for a shell; for shells that we do not know, ~/.profile. Undefined without HOME. */
export function startFile({ files }: Rc, shell: string): RcFile | undefined {
  const ending = OWN[shell] ?? "/.profile";
  return files.find(({ path, owner }) => owner === "user" && path.endsWith(ending));
}

/** The one that a login bash reads: the first that is there, else ~/.profile. Undefined without HOME. */
export function loginFile({ files }: Rc): RcFile | undefined {
  const named = (name: string) =>
    files.find(({ path, owner }) => owner === "user" && path.endsWith(`/${name}`));
  const first = [".bash_profile", ".bash_login"].map(named).find((file) => file?.there);
  return first ?? named(".profile");
}

/** Files that this shell reads, the user's own, and that are there. */
export function filesOfShell({ files }: Rc, shell: string): readonly RcFile[] {
  return files.filter(
    (file) =>
      file.owner === "user" &&
      file.there &&
      (file.shell === shell || (file.shell === "sh" && shell === "bash")),
  );
}

/** A block at the end of the file that has `directory` first on PATH. */
export function putFirst(file: RcFile, name: string, directory: string): readonly Action[] {
  const word = quoted(file, directory);
  const lines =
    file.syntax === "fish"
      ? [`test "$PATH[1]" = ${word}; or set -gx PATH ${word} $PATH`]
      : [`case "$PATH" in`, `  ${word}:*) ;;`, `  *) export PATH=${word}:"$PATH" ;;`, "esac"];
  const block = { kind: "block", path: file.path, name } as const;
  const safe = withoutCr(file, lines);
  // One that stands further up loses to what comes after it: it moves to the end.
  const old = file.lines.some(({ text }) => text.includes(directory));
  return old
    ? [
        { ...block, lines: [] },
        { ...block, lines: safe },
      ]
    : [{ ...block, lines: safe }];
}

/** A block that has `directory` somewhere on PATH, behind all others. */
export function putLast(file: RcFile, name: string, directory: string): readonly Action[] {
  const word = quoted(file, directory);
  const lines =
    file.syntax === "fish"
      ? [`contains -- ${word} $PATH; or set -gx PATH $PATH ${word}`]
      : [`case ":$PATH:" in`, `  *:${word}:*) ;;`, `  *) export PATH="$PATH":${word} ;;`, "esac"];
  return [{ kind: "block", path: file.path, name, lines: withoutCr(file, lines) }];
}

/** A block gets the line ends of its file; a comment keeps a CR from the shell. */
function withoutCr({ crlf }: RcFile, lines: readonly string[]): readonly string[] {
  return crlf ? lines.map((line) => `${line} #`) : lines;
}

function quoted({ syntax }: RcFile, text: string): string {
  return syntax === "fish"
    ? `'${text.replace(/[\\']/g, "\\$&")}'`
    : `'${text.replaceAll("'", `'\\''`)}'`;
}
