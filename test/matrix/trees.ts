/** Toolchains and gostead's home: their files, links and modes. */
import {
  chmod,
  copyFile,
  mkdir,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  writeFile,
} from "node:fs/promises";
import { join } from "node:path";
import type { Machine } from "./machine.ts";
import { BASH, files, lines, type Spoil, waysOf, ZSH } from "./way.ts";

const TOOLS = "pkg/tool/linux_amd64";

function mode(name: string, bits: number): Spoil {
  return ({ tree }) => chmod(join(tree, name), bits);
}

/** Does something with a file of the tree although it is read-only. */
function inTree(name: string, change: (path: string, machine: Machine) => Promise<unknown>): Spoil {
  return async (machine) => {
    const path = join(machine.tree, name);
    const places = [join(path, ".."), path];
    const modes = await Promise.all(places.map(async (place) => (await stat(place)).mode));
    for (const place of places) await chmod(place, 0o755);
    await change(path, machine);
    for (const [at, place] of places.entries()) {
      await chmod(place, (modes[at] ?? 0) & 0o777).catch(() => {});
    }
  };
}

/** One bit in the middle of it. */
async function flip(path: string): Promise<void> {
  const bytes = await readFile(path);
  const middle = Math.floor(bytes.length / 2);
  bytes[middle] = (bytes[middle] ?? 0) ^ 1;
  await writeFile(path, bytes);
}

function inHome(change: (gostead: string) => Promise<unknown>): Spoil {
  return ({ home }) => change(home.gostead);
}

export const PERMISSIONS = waysOf("permission", [
  [
    "a file of the toolchain that all may write",
    BASH,
    mode("src/fmt/print.go", 0o666),
    "nothing",
    "toolchain-writable",
    "fixed",
  ],
  [
    "a directory of the toolchain that all may write",
    ZSH,
    mode("src", 0o777),
    "nothing",
    "toolchain-writable",
    "fixed",
  ],
  [
    "a compiler without its exec bit",
    BASH,
    mode(`${TOOLS}/compile`, 0o444),
    "go",
    "toolchain-not-executable",
    "fixed",
  ],
  [
    "go without its exec bit",
    BASH,
    mode("bin/go", 0o444),
    "go",
    "toolchain-not-executable",
    "fixed",
  ],
  [
    "a source directory that may not be entered",
    BASH,
    mode("src/runtime", 0),
    "go",
    "toolchain-unreadable",
    "fixed",
  ],
  ["a set-uid go", BASH, mode("bin/go", 0o4555), "nothing", "toolchain-setuid", "fixed"],
  [
    "a home that all may write",
    BASH,
    inHome((home) => chmod(home, 0o777)),
    "nothing",
    "home-open-to-others",
    "told",
  ],
  [
    "a shim without its exec bit",
    BASH,
    inHome((home) => chmod(join(home, "shims/go"), 0o644)),
    "go",
    "shims-broken",
    { run: "gostead activate --write-shims" },
  ],
  [
    "a directory of PATH that all may write",
    BASH,
    async ({ at, add }) => {
      await mkdir(at("tools"));
      await chmod(at("tools"), 0o777);
      await add(".bashrc", `PATH="$PATH:${at("tools")}"`);
    },
    "nothing",
    "path-entry-writable",
    "told",
  ],
  [
    "a start file that nobody may write",
    BASH,
    async (machine) => {
      await lines(".bashrc", "export GOFLAGS=oops")(machine);
      await chmod(machine.at(".bashrc"), 0o444);
    },
    "go",
    "goflags-harmful",
    "told",
  ],
  [
    "a build cache that may not be written",
    BASH,
    async ({ at }) => {
      const cache = at(".cache/go-build");
      for (const name of await readdir(cache)) await chmod(join(cache, name), 0o555);
      await chmod(cache, 0o555);
      await chmod(at("project"), 0o755);
      await writeFile(at("project/more.go"), "package main\n\nfunc init() { println(1) }\n");
    },
    "nothing",
    "",
    "missed",
    { groups: "cache limits" },
  ],
]);

export const INTEGRITY = waysOf("integrity", [
  [
    "a source file is deleted",
    BASH,
    inTree("src/runtime/proc.go", (path) => rm(path)),
    "go",
    "toolchain-damaged",
    { run: "gostead verify 1.22.6 --repair" },
  ],
  ["one bit of a source file", BASH, inTree("src/runtime/proc.go", flip), "go", "", "missed"],
  [
    "one bit of the compiler",
    BASH,
    inTree(`${TOOLS}/compile`, flip),
    "nothing",
    "toolchain-damaged",
    { run: "gostead verify 1.22.6 --repair" },
  ],
  [
    "half of the compiler",
    BASH,
    inTree(`${TOOLS}/compile`, (path) => writeFile(path, "\x7fELF")),
    "go",
    "toolchain-damaged",
    { run: "gostead verify 1.22.6 --repair" },
  ],
  [
    "the linker is deleted",
    BASH,
    inTree(`${TOOLS}/link`, (path) => rm(path)),
    "go",
    "toolchain-damaged",
    { run: "gostead verify 1.22.6 --repair" },
  ],
  [
    "go is deleted",
    BASH,
    inTree("bin/go", (path) => rm(path)),
    "go",
    "go-not-installed",
    { run: "gostead verify --repair 1.22.6" },
  ],
  [
    "the compiler of another release",
    BASH,
    inTree(`${TOOLS}/compile`, (path, { other }) => copyFile(join(other, TOOLS, "compile"), path)),
    "go",
    "toolchain-damaged",
    { run: "gostead verify 1.22.6 --repair" },
  ],
  [
    "the tree is gone",
    BASH,
    async ({ tree }) => rm(tree, { recursive: true }),
    "go",
    "go-not-installed",
    { run: "gostead install 1.22.6" },
  ],
  [
    "the receipt is deleted",
    BASH,
    inHome(async (home) => {
      for (const name of await readdir(join(home, "receipts")))
        await rm(join(home, "receipts", name));
    }),
    "nothing",
    "toolchain-unproven",
    { run: "gostead install 1.22.6" },
  ],
  [
    "a tree of an install that was killed",
    BASH,
    async ({ home, other }) => {
      await mkdir(join(home.gostead, "toolchains/go1.23.0.linux-amd64/bin"), { recursive: true });
      await copyFile(
        join(other, "bin/go"),
        join(home.gostead, "toolchains/go1.23.0.linux-amd64/bin/go"),
      );
      await symlink("../toolchains/go1.23.0.linux-amd64", join(home.gostead, "links/1.23.0"));
      await writeFile(join(home.root, "user/project/.go-version"), "1.23.0\n");
    },
    "go",
    "go-does-not-run",
    "told",
  ],
  [
    "a build cache with a damaged entry",
    BASH,
    async ({ at }) => {
      const cache = at(".cache/go-build");
      const all = await readdir(cache, { recursive: true });
      for (const name of all.filter((one) => one.endsWith("-d"))) await flip(join(cache, name));
    },
    "go",
    "cache-damaged",
    "cleared",
    { groups: "cache" },
  ],
  [
    "the default is deleted",
    BASH,
    inHome((home) => rm(join(home, "default"))),
    "go",
    "default-broken",
    "fixed",
  ],
  [
    "a default that leads nowhere",
    BASH,
    inHome(async (home) => {
      await rm(join(home, "current"));
      await symlink("generations/gone", join(home, "current"));
    }),
    "go",
    "default-broken",
    "fixed",
  ],
  [
    "the shims are deleted",
    BASH,
    inHome((home) => rm(join(home, "shims"), { recursive: true })),
    "go",
    "go-not-on-path",
    "fixed",
  ],
  [
    "an empty shim",
    BASH,
    inHome((home) => writeFile(join(home, "shims/go"), "")),
    "go",
    "go-not-installed",
    { run: "gostead activate --write-shims" },
  ],
  [
    "the links are deleted",
    BASH,
    inHome((home) => rm(join(home, "links"), { recursive: true })),
    "go",
    "links-missing",
    "fixed",
  ],
]);

const MODULE = "module example.com/hello\n\ngo ";

export const PROJECTS = waysOf("config", [
  [
    "pins that disagree",
    BASH,
    files({ "project/.go-version": "1.22.6\n", "project/.tool-versions": "golang 1.21.0\n" }),
    "nothing",
    "pins-disagree",
    "told",
  ],
  [
    "a pin below go.mod",
    ZSH,
    files({ "project/.go-version": "1.21.13\n", "project/go.mod": `${MODULE}1.22.6\n` }),
    "go",
    "pin-below-module",
    "told",
  ],
  [
    "a pin of a version that is not installed",
    BASH,
    files({ "project/.go-version": "1.23.4\n" }),
    "go",
    "go-not-installed",
    { run: "gostead install 1.23.4" },
    { version: "1.23.4" },
  ],
  [
    "a pin that is no version",
    BASH,
    files({ "project/.go-version": "latest-ish\n" }),
    "go",
    "go-not-installed",
    "told",
  ],
  [
    "go.mod asks for more than is installed",
    BASH,
    files({ "project/go.mod": `${MODULE}1.24.0\n` }),
    "go",
    "go-not-installed",
    { run: "gostead install 1.24.0" },
    { version: "1.24.0" },
  ],
  [
    "go.mod with a conflict of git",
    BASH,
    files({ "project/go.mod": `<<<<<<< HEAD\n${MODULE}1.21\n` }),
    "go",
    "go-mod-broken",
    "told",
  ],
  [
    "an image without a version",
    BASH,
    files({ "project/Dockerfile": "FROM golang:latest\n" }),
    "nothing",
    "image-not-exact",
    "told",
  ],
  [
    "a .goenv without its fields",
    BASH,
    files({ "project/.goenv": "GO_VERSION=1.22.6\n" }),
    "nothing",
    "goenv-incomplete",
    "told",
  ],
]);
