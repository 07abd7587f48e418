/** Directories of which shells read every file: their names, so that the files can be read in turn. */
import { join } from "node:path";
import { defineFact, known, type Machine } from "./fact.ts";

/** More start files than this nobody has; a directory with more is not listed. */
const MAX_NAMES = 200;

export interface RcDirectory {
  readonly path: string;
  /** Absolute, in the order in which they are read. */
  readonly files: readonly string[];
  /** Why it could not be listed; null where it could, or is not there. */
  readonly unreadable: string | null;
}

export const rcnamesFact = defineFact({
  name: "rcnames",
  cost: "instant",
  about: "the files in directories of start files",
  reads: (machine) => directories(machine).map(({ path }) => ({ directory: path, max: MAX_NAMES })),
  parse: (answers, machine) =>
    known({
      directories: directories(machine).map(({ path, ending }, at): RcDirectory => {
        const answer = answers[at];
        const names = answer?.is === "directory" ? answer.names : [];
        const files = names.filter((name) => name.endsWith(ending)).map((name) => join(path, name));
        return { path, files, unreadable: answer?.is === "unreadable" ? answer.reason : null };
      }),
    }),
});

function directories({ env }: Machine): readonly { path: string; ending: string }[] {
  const config = configOf(env);
  return [
    { path: "/etc/profile.d", ending: ".sh" },
    { path: "/etc/fish/conf.d", ending: ".fish" },
    ...(config === undefined ? [] : [{ path: join(config, "fish", "conf.d"), ending: ".fish" }]),
  ];
}

/** XDG_CONFIG_HOME, else ~/.config; undefined without either. */
export function configOf(env: Machine["env"]): string | undefined {
  if (env.XDG_CONFIG_HOME?.startsWith("/")) return env.XDG_CONFIG_HOME;
  return env.HOME ? join(env.HOME, ".config") : undefined;
}
