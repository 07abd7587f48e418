/**
 * A home that is broken in ten ways, in a start file that is a link and a settings file
 * with CRLF, and the shell in which a person would look for them.
 */
import { spawn } from "node:child_process";
import { chmod, mkdir, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { BUNDLE, environment, finished, type Home, type Ran } from "./home.ts";

export interface Broken {
  readonly home: Home;
  readonly tree: string;
  readonly shims: string;
}

export async function put(path: string, text: string, mode = 0o644): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
  await chmod(path, mode);
}

export async function breakHome(home: Home): Promise<Broken> {
  const tree = join(home.root, "sdk", "go");
  const shims = join(home.gostead, "shims");
  await put(join(tree, "VERSION"), "go1.22.5\n");
  await put(join(tree, "bin", "go"), "toy", 0o755);
  await put(
    join(shims, "go"),
    "#!/bin/sh\n# gostead\necho go version go1.22.5 linux/amd64\n",
    0o755,
  );
  await put(join(home.user, "tools", "dlv"), "toy", 0o755);
  const rc = [
    "# my own",
    "if [ -d / ]; then",
    `  export GOROOT='${tree}'`,
    "fi",
    `export PATH="$GOROOT/bin:$PATH:${shims}"`,
    "export GOFLAGS='-mod=mod -race'",
    "export GOTOOLCHAIN=1.25.3",
    `export GOPATH=${tree}`,
    "alias ll='ls -l'",
  ];
  await put(join(home.user, "dotfiles", "bashrc"), rc.join("\n"), 0o600);
  await symlink("dotfiles/bashrc", join(home.user, ".bashrc"));
  await put(
    join(home.user, ".profile"),
    `GOROOT=${tree}\nexport GOROOT\nGOROOT=${tree} true\nexport GOROOT=${tree}\n`,
  );
  const settings = [
    "GOROOT=/gone",
    "GOSUMDB=off",
    "GOFLAGS=oops",
    `GOBIN=${home.user}/tools`,
    "# kept",
    "",
  ];
  await put(join(home.user, ".config", "go", "env"), settings.join("\r\n"));
  return { home, tree, shims };
}

/** The bundle in a new interactive bash, which reads ~/.bashrc as any terminal's does. */
export async function inNewShell(broken: Broken, ...words: string[]): Promise<Ran> {
  return await programInNewShell(broken, [process.execPath, BUNDLE, ...words]);
}

/** Any program there. */
export async function programInNewShell(
  { home }: Broken,
  argv: readonly string[],
  input?: string,
): Promise<Ran> {
  const env = { ...environment(home), SHELL: "/bin/bash" };
  const words = ["--norc", "-c", '. ~/.bashrc\nexec "$@"', "bash", ...argv];
  const child = spawn("bash", words, { env, cwd: home.user });
  return await finished(child, input === undefined ? {} : { input });
}
