/**
 * A home that works, made once of real toolchains: go1.22.6 by gostead, with a
 * default, shims and its block in the start files of bash, zsh and fish, and a
 * go1.21.13 of the same user in ~/sdk. Each way of breaking it gets the home back
 * whole: an overlay lies over it, and what a way changes lies in the overlay's
 * upper directory. Everything runs without capabilities, as a person does.
 */
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdtempSync } from "node:fs";
import { appendFile, chmod, mkdir, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { treeOf } from "../support/arena.ts";
import { BUNDLE, environment, finished, type Home, type Ran, runGostead } from "../support/home.ts";
import { noMounts } from "../support/mount.ts";
import { networkEnv, reasonToSkip } from "../support/network.ts";

export const VERSION = "1.22.6";
/** The one in ~/sdk. */
export const OTHER = "1.21.13";

const SHELLS = {
  bash: ["/bin/bash", "-ic"],
  "bash-login": ["/bin/bash", "-lc"],
  zsh: ["/usr/bin/zsh", "-ic"],
  fish: ["/usr/bin/fish", "-ic"],
} as const;

const RUN_MS = 90_000;
let trials = Date.now();
const HELLO = `package main\n\nfunc main() { println("hello") }\n`;

/** Where a shell is opened, and with which variables of its starter. */
export interface Session {
  readonly shell: keyof typeof SHELLS;
  readonly env?: Readonly<Record<string, string>>;
  /** The shell does not start: gostead is called from another. */
  readonly rescue?: true;
}

export interface Machine {
  readonly home: Home;
  /** The working directory of every command: a module that prints hello. */
  readonly project: string;
  /** GOROOT of the version that is asked for. */
  readonly tree: string;
  /** GOROOT of the Go that nobody asked for. */
  readonly other: string;
  /** What was changed since the home was whole lies here, below the same names. */
  readonly changes: string;
  /** A path below HOME. */
  at(name: string): string;
  /** Writes a file below HOME, and its directories. */
  put(name: string, text: string, mode?: number): Promise<void>;
  /** Adds lines to a file below HOME. */
  add(name: string, ...lines: string[]): Promise<void>;
}

/** Why no machine can be made here; false when it can. */
export function reasonForNone(): string | false {
  for (const [program] of Object.values(SHELLS)) {
    if (!existsSync(program)) return `no ${program}`;
  }
  return noMounts || reasonToSkip();
}

/** Makes the working home, and hands it out whole as often as `use` asks for it. */
export async function withMachines(use: (fresh: () => Promise<Machine>) => Promise<void>) {
  const memory = existsSync("/dev/shm") ? "/dev/shm" : tmpdir();
  const place = mkdtempSync(join(memory, "gostead-matrix-"));
  const root = join(place, "home");
  const machine = machineIn(place, root);
  try {
    await prepare(machine);
    await rename(root, join(place, "whole"));
    await mkdir(root);
    await use(async () => {
      await cover(place, root);
      return machine;
    });
  } finally {
    uncover(root);
    await rm(place, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** Lays a new overlay over the whole home. */
async function cover(place: string, root: string): Promise<void> {
  uncover(root);
  for (const name of ["changes", "work"]) {
    await rm(join(place, name), { recursive: true, force: true });
    await mkdir(join(place, name));
  }
  const [lower, upper, work] = ["whole", "changes", "work"].map((name) => join(place, name));
  const options = `lowerdir=${lower},upperdir=${upper},workdir=${work}`;
  execFileSync("mount", ["-t", "overlay", "overlay", "-o", options, root]);
}

/** Takes every mount off, those of a way included. */
function uncover(root: string): void {
  const mounts = execFileSync("findmnt", ["-rno", "TARGET"], { encoding: "utf8" }).split("\n");
  const ours = mounts.filter((place) => place === root || place.startsWith(`${root}/`));
  for (const place of ours.reverse()) execFileSync("umount", ["-l", place]);
}

function machineIn(place: string, root: string): Machine {
  const [user, gostead, tmp] = ["user", "gostead", "tmp"].map((name) => join(root, name));
  const home = { root, user, gostead, tmp } as Home;
  const at = (name: string) => join(home.user, name);
  return {
    home,
    project: at("project"),
    tree: treeOf(home, VERSION),
    other: at(`sdk/go${OTHER}`),
    changes: join(place, "changes"),
    at,
    put: async (name, text, mode = 0o644) => {
      await mkdir(dirname(at(name)), { recursive: true });
      await writeFile(at(name), text);
      await chmod(at(name), mode);
    },
    add: async (name, ...lines) => {
      await mkdir(dirname(at(name)), { recursive: true });
      await appendFile(at(name), lines.map((line) => `${line}\n`).join(""));
    },
  };
}

async function prepare(machine: Machine): Promise<void> {
  const { home, put, other } = machine;
  await mkdir(home.user, { recursive: true });
  await mkdir(home.tmp);
  await put(".bashrc", "# my own\n");
  await put(".profile", `[ -n "$BASH_VERSION" ] && . ~/.bashrc\n`);
  await put(".zshrc", "# my own\n");
  await put(".config/fish/config.fish", "# my own\n");
  const { GOPROXY, ...network } = networkEnv();
  await put(".config/go/env", `GOPROXY=${GOPROXY}\n`);
  await put("project/go.mod", "module example.com/hello\n\ngo 1.21\n");
  await put("project/main.go", HELLO);
  const elsewhere = { ...home, gostead: join(home.root, "elsewhere") };
  await done(runGostead(["install", OTHER], { home: elsewhere, env: network }));
  await mkdir(dirname(other));
  await rename(treeOf(elsewhere, OTHER), other);
  await rm(elsewhere.gostead, { recursive: true });
  const steps = [`install ${VERSION}`, `default ${VERSION}`, "activate --write-shims"];
  steps.push(...["bash", "zsh", "fish"].map((name) => `setup ${name} --yes`));
  for (const step of steps) await done(runGostead(step.split(" "), { home, env: network }));
  await done(
    runGostead(["exec", "go", "build", "-o", "../hello", "."], { home, cwd: machine.project }),
  );
  assert.ok(await goWorks(machine, { shell: "bash" }), "the whole home does not work");
}

async function done(run: Promise<Ran>): Promise<void> {
  const { code, stderr } = await run;
  assert.equal(code, 0, stderr);
}

/** gostead, by its path: what a name leads to may be what is broken. */
export const BUNDLE_WORDS = [process.execPath, BUNDLE].map((word) => `'${word}'`).join(" ");

/** Runs gostead in a new shell. */
export async function gosteadIn(
  machine: Machine,
  session: Session,
  args: readonly string[],
): Promise<Ran> {
  const words = [BUNDLE_WORDS, ...args].join(" ");
  return await inShell(machine, session, words, session.rescue ? ["/bin/sh", "-c"] : undefined);
}

/** What is typed to see whether Go works. */
export interface Trial {
  /** A command before it. */
  readonly before?: string;
  readonly go?: string;
  readonly task?: string;
  /** The one asked for. */
  readonly version?: string;
}

/** Whether `go version` is the one asked for, and a task ends well: it builds the project. */
export async function goWorks(
  machine: Machine,
  session: Session,
  { before = "", go = "go", task = "build -o ../hello .", version = VERSION }: Trial = {},
): Promise<boolean> {
  // Something to compile and to link each time: what is built already proves nothing.
  trials += 1;
  await machine.put("project/trial.go", `package main\n\nfunc init() { println(${trials}) }\n`);
  const script = `${before}${go} version; ${go} ${task} && echo 'it is done'`;
  const { stdout } = await inShell(machine, session, script);
  return stdout.includes(`go version go${version} `) && stdout.includes("it is done");
}

async function inShell(
  machine: Machine,
  session: Session,
  script: string,
  [program, flag] = SHELLS[session.shell] as readonly [string, string],
): Promise<Ran> {
  const { GOPROXY: _, ...network } = networkEnv();
  const env = {
    ...environment(machine.home),
    ...network,
    SHELL: SHELLS[session.shell][0],
    ...session.env,
  };
  const words = [
    "--bounding-set=-all",
    "timeout",
    "-s",
    "KILL",
    script.includes(BUNDLE) ? "60" : "20",
    program,
    flag,
    script,
  ];
  const child = spawn("setpriv", words, { env, cwd: machine.project, detached: true });
  return await finished(child, { timeoutMs: RUN_MS });
}
