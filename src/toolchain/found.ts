/** Where other managers and Go itself keep toolchains: the roots of every Go on this machine. */
import { existsSync, realpathSync } from "node:fs";
import { delimiter, dirname, isAbsolute, join } from "node:path";
import { namesIn } from "#store/sweep.ts";

type Env = Readonly<Record<string, string | undefined>>;

export interface FoundTree {
  readonly path: string;
  /** Who keeps it: `module cache`, `~/sdk`, `goenv`, `asdf`, `mise`, `g`, `gobrew`, `system`, `PATH`. */
  readonly keeper: string;
}

interface Place {
  readonly keeper: string;
  readonly base: string | undefined;
  /** Below each directory of `base`. */
  readonly inner?: string;
  readonly matches?: RegExp;
}

/** Every directory with a VERSION and a bin that is not below `own`, each once, by its real path. */
export function findTrees(env: Env, own: string): FoundTree[] {
  const found = new Map<string, FoundTree>();
  const add = (path: string, keeper: string) => {
    if (!existsSync(join(path, "VERSION")) || !existsSync(join(path, "bin"))) return;
    const real = realpathSync(path);
    if (real.startsWith(`${realOrSame(own)}/`) || found.has(real)) return;
    found.set(real, { path: real, keeper });
  };
  for (const { keeper, base, inner = "", matches = /./ } of placesOf(env)) {
    for (const name of base === undefined ? [] : namesIn(base).filter((one) => matches.test(one))) {
      add(join(base ?? "", name, inner), keeper);
    }
  }
  add("/usr/local/go", "system");
  for (const name of namesIn("/usr/lib").filter((one) => /^go(-\d|$)/.test(one)))
    add(join("/usr/lib", name), "system");
  for (const root of rootsOnPath(env.PATH ?? "")) add(root, "PATH");
  return [...found.values()];
}

function placesOf(env: Env): Place[] {
  const home = env.HOME;
  const at = (...parts: string[]) => (home === undefined ? undefined : join(home, ...parts));
  const gopath = (env.GOPATH ?? "").split(delimiter)[0] || at("go");
  const modcache =
    env.GOMODCACHE || (gopath === undefined ? undefined : join(gopath, "pkg", "mod"));
  const below = (base: string | undefined, ...parts: string[]) =>
    base === undefined ? undefined : join(base, ...parts);
  return [
    { keeper: "module cache", base: below(modcache, "golang.org"), matches: /^toolchain@/ },
    { keeper: "~/sdk", base: at("sdk") },
    { keeper: "goenv", base: below(env.GOENV_ROOT || at(".goenv"), "versions") },
    {
      keeper: "asdf",
      base: below(env.ASDF_DATA_DIR || at(".asdf"), "installs", "golang"),
      inner: "go",
    },
    {
      keeper: "mise",
      base: below(env.MISE_DATA_DIR || at(".local", "share", "mise"), "installs", "go"),
    },
    { keeper: "g", base: at(".g", "versions") },
    { keeper: "gobrew", base: at(".gobrew", "versions"), inner: "go" },
    { keeper: "gvm", base: at(".gvm", "gos") },
    { keeper: "goup", base: at(".go") },
  ];
}

/** GOROOTs of the `go` programs on PATH, links followed, none of them started. */
function rootsOnPath(path: string): string[] {
  return path
    .split(delimiter)
    .filter(isAbsolute)
    .map((directory) => join(directory, "go"))
    .filter((program) => existsSync(program))
    .map((program) => dirname(dirname(realpathSync(program))));
}

function realOrSame(path: string): string {
  return existsSync(path) ? realpathSync(path) : path;
}
