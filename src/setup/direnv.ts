/** direnv's lib directory: `use gostead` for every .envrc, read from gostead's home so that an update reaches it. */
import { shellWord } from "./lines.ts";
import { configDirectory, withoutHook } from "./startfiles.ts";
import type { Ask, Target } from "./target.ts";

export const direnv: Target = {
  name: "direnv",
  about: "direnv's lib directory: the function behind `use gostead` in an .envrc",
  shared: false,
  blocks: (ask) => {
    const library = shellWord(`${withoutHook(ask, "direnv")}/hooks/direnv.sh`);
    return [{ path: libFile(ask), lines: [`[ ! -r ${library} ] || . ${library}`] }];
  },
  places: (ask) => [libFile(ask)],
  notes: () => ["write `use gostead` into a project's .envrc, then: direnv allow"],
};

/** Where direnv itself looks. */
function libFile(ask: Ask): string {
  const named = ask.env.DIRENV_CONFIG;
  const directory = named?.startsWith("/") === true ? named : `${configDirectory(ask)}/direnv`;
  return `${directory}/lib/gostead.sh`;
}
