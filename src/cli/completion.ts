/** `gostead completion bash|zsh|fish`: scripts that ask the hidden `gostead --complete WORDS…`. */
import { GosteadError } from "#model/error.ts";
import type { CliContext } from "./context.ts";

const SCRIPTS: Readonly<Record<string, string>> = {
  bash: `_gostead() {
  local IFS=$'\\n'
  COMPREPLY=($(gostead --complete "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null))
}
complete -o default -F _gostead gostead`,
  zsh: `#compdef gostead
_gostead() {
  local -a found
  found=(\${(f)"$(gostead --complete "\${(@)words[2,CURRENT]}" 2>/dev/null)"})
  compadd -- $found
}
if [ "$funcstack[1]" = _gostead ]; then _gostead "$@"; else compdef _gostead gostead; fi`,
  fish: `complete -c gostead -f -a '(gostead --complete (commandline -opc)[2..] (commandline -ct) 2>/dev/null)'`,
};

export async function runCompletion(
  this: CliContext,
  _flags: Record<never, never>,
  shell: string,
): Promise<number> {
  const script = Object.hasOwn(SCRIPTS, shell) ? SCRIPTS[shell] : undefined;
  if (script === undefined) {
    throw new GosteadError(
      "usage",
      `there are no completions for ${JSON.stringify(shell.slice(0, 60))}`,
      {
        fix: `gostead completion ${Object.keys(SCRIPTS).join("|")}`,
      },
    );
  }
  if (this.globals.json) this.output.json({ shell, script });
  else this.output.data(script);
  return 0;
}
