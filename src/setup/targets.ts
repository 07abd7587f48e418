/** Every target by its name, and the words of `gostead setup` divided among them. */
import { GosteadError } from "#model/error.ts";
import { quoted } from "#model/quote.ts";
import { direnv } from "./direnv.ts";
import { environment, environmentD, goenv, systemd } from "./environment.ts";
import { bash, fish, profile, profileD, zsh } from "./startfiles.ts";
import type { Target } from "./target.ts";

export const TARGETS: readonly Target[] = [
  bash,
  zsh,
  fish,
  profile,
  profileD,
  environment,
  environmentD,
  systemd,
  direnv,
  goenv,
];

export interface Chosen {
  readonly target: Target;
  /** What follows its name and belongs to it. */
  readonly words: readonly string[];
}

/** `bash systemd nginx goenv A=b`: three targets. Without words the one for this shell. Throws `usage`. */
export function chooseTargets(words: readonly string[], shell: string): readonly Chosen[] {
  const chosen: { target: Target; words: string[] }[] = [];
  for (const word of words) {
    const last = chosen.at(-1);
    if (last !== undefined && takes(last, word)) last.words.push(word);
    else chosen.push({ target: targetOf(word), words: [] });
  }
  if (chosen.length > 0) return chosen;
  const own = [bash, zsh, fish].find(({ name }) => name === shell) ?? profile;
  return [{ target: own, words: [] }];
}

function takes({ target, words }: Chosen, word: string): boolean {
  if (target === goenv) return word.includes("=");
  return target === systemd && words.length === 0;
}

function targetOf(word: string): Target {
  const target = TARGETS.find(({ name }) => name === word);
  if (target !== undefined) return target;
  throw new GosteadError("usage", `there is no target ${quoted(word)}`, {
    fix: `one of ${TARGETS.map(({ name }) => name).join(", ")}; or team or ci, which stand alone`,
  });
}
