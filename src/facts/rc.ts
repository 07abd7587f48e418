/**
 * The files that shells read at their start, and the lines in them that concern
 * Go or PATH. Only those lines are kept: the rest may hold secrets and is nobody's business.
 */
import { join } from "node:path";
import { defineFact, known, type Machine } from "./fact.ts";
import { guardLine, namesRead, type RcLine, readLines, type Syntax } from "./rcline.ts";
import { configOf, type RcDirectory, rcnamesFact } from "./rcnames.ts";
import { type FileAnswer, textOf } from "./read.ts";

const MAX = 1 << 20;

export interface RcFile {
  readonly path: string;
  readonly syntax: Syntax;
  /** Whose it is; only the user's own are for us to change. */
  readonly owner: "user" | "system";
  /** Which shell reads it. */
  readonly shell: "bash" | "zsh" | "fish" | "sh" | "pam";
  readonly there: boolean;
  /** Why its lines are not known; null where they are. */
  readonly unreadable: string | null;
  /** Names of files that it reads in, without directories. */
  readonly reads: readonly string[];
  /** Where it ends for shells that are not interactive; null where it does not. */
  readonly guard: number | null;
  /** Its lines end in CRLF, most of them: a shell takes the CR for part of a word. */
  readonly crlf: boolean;
  readonly lines: readonly RcLine[];
}

type Source = Pick<RcFile, "path" | "syntax" | "owner" | "shell">;

export const rcFact = defineFact({
  name: "rc",
  cost: "instant",
  about: "the lines about Go and PATH in the start files of shells",
  needs: { rcnames: rcnamesFact },
  reads: (machine, { rcnames }) =>
    sourcesOf(machine, rcnames.directories).map(({ path }) => ({ file: path, max: MAX })),
  parse: (answers, machine, { rcnames }) => {
    const sources = sourcesOf(machine, rcnames.directories);
    const files = sources.flatMap((source, at): readonly RcFile[] => {
      const answer = answers[at];
      return answer === undefined ? [] : [fileOf(source, answer, machine.env.HOME)];
    });
    return known({ files });
  },
});

/** A file that cannot be read says so itself: it must not hide what the others say. */
function fileOf(source: Source, answer: FileAnswer, home: string | undefined): RcFile {
  const read = textOf(answer);
  const text = read.is === "text" ? read.text : "";
  return {
    ...source,
    there: read.is !== "absent",
    unreadable: read.is === "unreadable" ? read.reason : null,
    reads: namesRead(text),
    guard: source.syntax === "sh" ? guardLine(text) : null,
    crlf: text.split("\r\n").length - 1 > (text.split("\n").length - 1) / 2,
    lines: readLines(text, source.syntax, home),
  };
}

function sourcesOf({ env }: Machine, directories: readonly RcDirectory[]): readonly Source[] {
  const [profileD, fishEtc, fishUser] = directories.map(({ files }) => files);
  return [
    { path: "/etc/environment", syntax: "environment", owner: "system", shell: "pam" },
    { path: "/etc/profile", ...SYSTEM, shell: "sh" },
    ...(profileD ?? []).map((path): Source => ({ path, ...SYSTEM, shell: "sh" })),
    { path: "/etc/bash.bashrc", ...SYSTEM, shell: "bash" },
    { path: "/etc/zsh/zshenv", ...SYSTEM, shell: "zsh" },
    ...(fishEtc ?? []).map((path): Source => ({ path, ...SYSTEM, syntax: "fish", shell: "fish" })),
    ...(env.HOME ? userFiles(env.HOME, env, fishUser ?? []) : []),
  ];
}

const SYSTEM = { syntax: "sh", owner: "system" } as const;

function userFiles(home: string, env: Machine["env"], confd: readonly string[]): readonly Source[] {
  const own = (path: string, shell: RcFile["shell"], syntax: Syntax = "sh"): Source => {
    return { path, shell, syntax, owner: "user" };
  };
  const zsh = env.ZDOTDIR?.startsWith("/") ? env.ZDOTDIR : home;
  const config = configOf(env) ?? join(home, ".config");
  return [
    own(join(home, ".profile"), "sh"),
    own(join(home, ".bash_profile"), "bash"),
    own(join(home, ".bash_login"), "bash"),
    own(join(home, ".bashrc"), "bash"),
    own(join(zsh, ".zshenv"), "zsh"),
    own(join(zsh, ".zprofile"), "zsh"),
    own(join(zsh, ".zshrc"), "zsh"),
    own(join(zsh, ".zlogin"), "zsh"),
    ...confd.map((path) => own(path, "fish", "fish")),
    own(join(config, "fish", "config.fish"), "fish", "fish"),
  ];
}
