/**
 * What a shell evaluates to follow the pins: `hooks/gostead.sh`, `.bash`, `.zsh` and `.fish` below GOSTEAD_HOME, which a
 * start file may read as they lie there, and which `gostead activate SHELL` prints. Put together from the hook*
 * files beside this one (beside the bundle once built); `@GOSTEAD_HOME@` stands within single quotes.
 */
import { chmodSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { SHELLS, type Shell, shellQuote } from "./shellcode.ts";

/** The first line of all code that `use`, `deactivate` and `activate` print: the shell's function knows it by this. */
const MARK = "# gostead: code for this shell\n";

const PARTS: Readonly<Record<Shell, readonly string[]>> = {
  sh: ["hook.sh", "hookwrap.sh", "hook.posix"],
  bash: ["hook.sh", "hookwrap.sh", "hookprompt.sh", "hook.bash"],
  zsh: ["hook.sh", "hookwrap.sh", "hookprompt.sh", "hook.zsh"],
  fish: ["hook.fish", "hookprompt.fish"],
};

/** The file of a shell's hook below a home. */
export function hookFile(root: string, shell: Shell): string {
  return join(root, "hooks", `gostead.${shell}`);
}

/** What `gostead activate SHELL` prints for the home at `root`, an absolute path. */
export function hookText(root: string, shell: Shell): string {
  return MARK + PARTS[shell].map((name) => part(name, root, shell)).join("");
}

/** Code that makes a shell use `word` from now on; without one, what its directory asks for. */
export function useCode(root: string, shell: Shell, word?: string): string {
  const call = word === undefined ? "" : ` ${shellQuote(word, shell)}`;
  return `${core(root, shell)}_gostead_use${call}\n`;
}

/** Code that leaves a shell as gostead found it. */
export function leaveCode(root: string, shell: Shell): string {
  return `${core(root, shell)}_gostead_off\n`;
}

/** What direnv's lib directory takes: the function `use_gostead` for an .envrc. */
export function direnvLibrary(root: string): string {
  return part("direnv.sh", root, "bash");
}

/** The same as a file below a home, for direnv's lib directory to link to or to source. */
export function direnvFile(root: string): string {
  return join(root, "hooks", "direnv.sh");
}

/** Writes the hooks by rename, mode 0644: a shell that starts meanwhile reads the old or the new. Returns their paths. */
export function writeHooks(root: string): readonly string[] {
  mkdirSync(join(root, "stamps"), { recursive: true });
  mkdirSync(join(root, "hooks"), { recursive: true });
  const hooks = SHELLS.map((shell) => [hookFile(root, shell), hookText(root, shell)] as const);
  return [...hooks, [direnvFile(root), direnvLibrary(root)] as const].map(([path, text]) => {
    replace(path, text);
    return path;
  });
}

function replace(path: string, text: string): void {
  const fresh = `${path}.new`;
  rmSync(fresh, { force: true });
  writeFileSync(fresh, text, { flag: "wx" });
  chmodSync(fresh, 0o644);
  renameSync(fresh, path);
}

function core(root: string, shell: Shell): string {
  return MARK + part(shell === "fish" ? "hook.fish" : "hook.sh", root, shell);
}

function part(name: string, root: string, shell: Shell): string {
  const text = readFileSync(new URL(`./${name}`, import.meta.url), "utf8");
  // A function as replacement: in a string `$&` would have a meaning.
  return text
    .replace("'@GOSTEAD_HOME@'", () => shellQuote(root, shell))
    .replaceAll("@SHELL@", shell);
}
