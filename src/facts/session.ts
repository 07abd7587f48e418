/**
 * The environment that a new session begins with, before any shell has read a
 * file: what login, sshd and cron set, and PATH from /etc/environment where PAM reads it.
 */
import { join } from "node:path";
import { defineFact, known, unknown } from "./fact.ts";
import { meFact } from "./me.ts";
import { rcFact } from "./rc.ts";
import { configOf } from "./rcnames.ts";
import { type FileAnswer, textOf } from "./read.ts";

/** sshd's and login's own, where nobody sets another. */
const DEFAULT_PATH = "/usr/local/bin:/usr/bin:/bin";
const PAM = ["login", "sshd", "common-session", "system-auth", "cron"];

export interface Session {
  readonly home: string;
  /** NAME=value, as `env -i` takes them: HOME, USER, LOGNAME, SHELL, TERM, PATH. */
  readonly environment: readonly string[];
  readonly path: string;
  /** PATH is the one of /etc/environment. */
  readonly fromPam: boolean;
  /** The user has fish settings, or it is the shell: its first start ever would make them. */
  readonly fish: boolean;
}

export const sessionFact = defineFact({
  name: "session",
  cost: "local",
  about: "the environment that a new session begins with",
  needs: { me: meFact, rc: rcFact },
  reads: ({ env }) =>
    [
      { directory: join(configOf(env) ?? "/nonexistent", "fish"), max: 10_000 },
      ...PAM.map((name) => ({ file: `/etc/pam.d/${name}`, max: 1 << 16 })),
    ] as const,
  parse: ([settings, ...answers], { env }, { me, rc }) => {
    const home = env.HOME;
    if (!home?.startsWith("/")) return unknown("HOME is not set");
    const file = rc.files.find(({ path }) => path === "/etc/environment");
    const named = file?.lines.findLast(({ sets }) => sets === "PATH")?.value ?? null;
    const fromPam = named !== null && answers.some(readsEnvironment);
    const path = fromPam ? named : DEFAULT_PATH;
    const user = me.name ?? "nobody";
    const shell = env.SHELL?.startsWith("/") ? env.SHELL : "/bin/sh";
    const environment = [
      `HOME=${home}`,
      `USER=${user}`,
      `LOGNAME=${user}`,
      `SHELL=${shell}`,
      "TERM=dumb",
      `PATH=${path}`,
    ];
    return known<Session>({
      home,
      environment,
      path,
      fromPam,
      fish: settings.is === "directory" || shell.endsWith("/fish"),
    });
  },
});

function readsEnvironment(answer: FileAnswer): boolean {
  const read = textOf(answer);
  return read.is === "text" && /^[^#\n]*\bpam_env\.so/m.test(read.text);
}
