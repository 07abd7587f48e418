/** The start files of shells: which of them each shell really reads here, as install.sh chooses them. */
import { GosteadError } from "#model/error.ts";
import { bashHook, fishHook, fishLines, shLines, zshHook } from "./lines.ts";
import type { Ask, FileBlock, Target } from "./target.ts";

export const bash: Target = {
  name: "bash",
  about: "~/.bashrc, and the file that a login bash reads",
  shared: false,
  blocks: (ask) => {
    const lines = [...shLines(ask.root), ...(ask.hook ? bashHook(ask.root) : [])];
    return [inHome(ask, ".bashrc"), loginFile(ask)].map((path) => block(ask, path, lines));
  },
  places: (ask) =>
    [".bashrc", ".bash_profile", ".bash_login", ".profile"].map((name) => inHome(ask, name)),
  notes: (ask) => guardNotes(ask, inHome(ask, ".bashrc")),
};

export const zsh: Target = {
  name: "zsh",
  about: "~/.zshrc, or the one in ZDOTDIR",
  shared: false,
  blocks: (ask) => [
    block(ask, zshrc(ask), [...shLines(ask.root), ...(ask.hook ? zshHook(ask.root) : [])]),
  ],
  places: (ask) => [zshrc(ask)],
};

export const fish: Target = {
  name: "fish",
  about: "conf.d/gostead.fish of fish's settings",
  shared: false,
  blocks: (ask) => [
    block(ask, confd(ask), [...fishLines(ask.root), ...(ask.hook ? fishHook(ask.root) : [])]),
  ],
  places: (ask) => [confd(ask)],
};

export const profile: Target = {
  name: "profile",
  about: "~/.profile, which login shells and desktops read",
  shared: false,
  blocks: (ask) => [block(ask, inHome(ask, ".profile"), shLines(withoutHook(ask, "profile")))],
  places: (ask) => [inHome(ask, ".profile")],
};

const PROFILE_D = "/etc/profile.d/gostead.sh";

export const profileD: Target = {
  name: "profile.d",
  about: `${PROFILE_D}, for everybody's login shells`,
  shared: true,
  blocks: (ask) => [block(ask, PROFILE_D, shLines(withoutHook(ask, "profile.d")))],
  places: () => [PROFILE_D],
  notes: () => ["login shells read it; services, cron jobs and new terminal windows do not"],
};

/** In a file whose lines end in CRLF a comment at each line's end keeps the CR from the shell. */
function block({ rc }: Ask, path: string, lines: readonly string[]): FileBlock {
  const crlf = rc.files.some((file) => file.path === path && file.crlf);
  return { path, lines: crlf ? lines.map((line) => `${line} #`) : lines };
}

/** Prompt hooks are for shells that have prompts of their own. */
export function withoutHook({ hook, root }: Ask, name: string): string {
  if (!hook) return root;
  throw new GosteadError("usage", `${name} has no prompt hook`, {
    fix: "use --hook with bash, zsh or fish",
  });
}

/** Throws `bad-setting` without HOME: `/` must never get our files. */
export function inHome({ env }: Ask, name: string): string {
  return `${homeOf(env)}/${name}`;
}

export function configDirectory({ env }: Ask): string {
  const named = env.XDG_CONFIG_HOME;
  return named?.startsWith("/") === true ? named : `${homeOf(env)}/.config`;
}

function homeOf({ HOME }: Ask["env"]): string {
  if (HOME?.startsWith("/") === true) return HOME.replace(/(.)\/+$/, "$1");
  const why = HOME ? `HOME is not absolute: ${JSON.stringify(HOME)}` : "HOME is not set";
  throw new GosteadError("bad-setting", `${why}: nobody can tell whose start files are meant`, {
    fix: "set HOME to your home directory",
  });
}

/** bash reads the first of these that is there, when it is a login shell. */
function loginFile(ask: Ask): string {
  const first = [".bash_profile", ".bash_login"].find((name) => isThere(ask, inHome(ask, name)));
  return inHome(ask, first ?? ".profile");
}

function isThere({ rc }: Ask, path: string): boolean {
  return rc.files.some((file) => file.path === path && file.there);
}

function zshrc(ask: Ask): string {
  const { ZDOTDIR } = ask.env;
  return ZDOTDIR?.startsWith("/") === true ? `${ZDOTDIR}/.zshrc` : inHome(ask, ".zshrc");
}

function confd(ask: Ask): string {
  return `${configDirectory(ask)}/fish/conf.d/gostead.fish`;
}

/** Behind such a line nothing counts for `ssh HOST COMMAND`; before it, a later line could put another go first. */
function guardNotes({ rc }: Ask, path: string): readonly string[] {
  const guard = rc.files.find((file) => file.path === path)?.guard;
  return guard === undefined || guard === null
    ? []
    : [
        `line ${guard} of ${path} ends it for shells that are not interactive: ssh HOST COMMAND does not see the block behind it`,
      ];
}
