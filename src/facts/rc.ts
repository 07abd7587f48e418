/**
 * The files that shells read at their start, and the lines in them that concern
 * Go or PATH. Only those lines are kept: the rest may hold secrets and is nobody's business.
 */
import { join } from "node:path";
import { defineFact, known, type Machine, unknown } from "./fact.ts";
import { type RcLine, readLines, type Syntax } from "./rcline.ts";
import { textOf } from "./read.ts";

const MAX = 1 << 20;

export interface RcFile {
  readonly path: string;
  readonly syntax: Syntax;
  /** Whose it is; only the user's own are for us to change. */
  readonly owner: "user" | "system";
  /** Which shell reads it. */
  readonly shell: "bash" | "zsh" | "fish" | "sh" | "pam";
  readonly there: boolean;
  readonly lines: readonly RcLine[];
}

type Source = Omit<RcFile, "there" | "lines">;

export const rcFact = defineFact({
  name: "rc",
  cost: "instant",
  about: "the lines about Go and PATH in the start files of shells",
  reads: (machine) => sourcesOf(machine).map(({ path }) => ({ file: path, max: MAX })),
  parse: (answers, machine) => {
    const files: RcFile[] = [];
    for (const [at, source] of sourcesOf(machine).entries()) {
      const answer = answers[at];
      if (answer === undefined) continue;
      const read = textOf(answer);
      if (read.is === "unreadable") return unknown(`${read.path}: ${read.reason}`);
      const text = read.is === "text" ? read.text : "";
      const lines = readLines(text, source.syntax, machine.env.HOME);
      files.push({ ...source, there: read.is === "text", lines });
    }
    return known({ files });
  },
});

function sourcesOf({ env }: Machine): readonly Source[] {
  return [...systemFiles(), ...(env.HOME ? userFiles(env.HOME, env) : [])];
}

function systemFiles(): readonly Source[] {
  const sh = { syntax: "sh", owner: "system" } as const;
  return [
    { path: "/etc/environment", syntax: "environment", owner: "system", shell: "pam" },
    { path: "/etc/profile", ...sh, shell: "sh" },
    { path: "/etc/bash.bashrc", ...sh, shell: "bash" },
    { path: "/etc/zsh/zshenv", ...sh, shell: "zsh" },
  ];
}

function userFiles(home: string, env: Machine["env"]): readonly Source[] {
  const own = (path: string, shell: RcFile["shell"], syntax: Syntax = "sh"): Source => {
    return { path, shell, syntax, owner: "user" };
  };
  const zsh = env.ZDOTDIR?.startsWith("/") ? env.ZDOTDIR : home;
  const config = env.XDG_CONFIG_HOME?.startsWith("/") ? env.XDG_CONFIG_HOME : join(home, ".config");
  return [
    own(join(home, ".profile"), "sh"),
    own(join(home, ".bash_profile"), "bash"),
    own(join(home, ".bash_login"), "bash"),
    own(join(home, ".bashrc"), "bash"),
    own(join(zsh, ".zshenv"), "zsh"),
    own(join(zsh, ".zprofile"), "zsh"),
    own(join(zsh, ".zshrc"), "zsh"),
    own(join(config, "fish", "config.fish"), "fish", "fish"),
  ];
}
