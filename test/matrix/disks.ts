/** Where the home lies: full, read-only and noexec file systems, and homes that are not there. */
import { execFileSync } from "node:child_process";
import { mkdir, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Machine } from "./machine.ts";
import { BASH, lines, type Spoil, settings, waysOf } from "./way.ts";

/** A directory becomes a mount of its own, with these options. */
function remounted(place: (machine: Machine) => string, options: string): Spoil {
  return async (machine) => {
    const path = place(machine);
    execFileSync("mount", ["--bind", path, path]);
    execFileSync("mount", ["-o", `remount,bind,${options}`, path]);
  };
}

/** A file system of 64 kB without a free byte. */
function full(place: (machine: Machine) => string): Spoil {
  return async (machine) => {
    const path = place(machine);
    await mkdir(path, { recursive: true });
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=64k", "tmpfs", path]);
    await writeFile(join(path, "fill"), Buffer.alloc(65_536)).catch(() => {});
  };
}

const gostead = ({ home }: Machine) => home.gostead;
const tmp = ({ home }: Machine) => home.tmp;

export const DISKS = waysOf("disk", [
  ["a home that is noexec", BASH, remounted(gostead, "noexec"), "go", "home-noexec", "told"],
  ["a TMPDIR without space", BASH, full(tmp), "go", "space-low", "told"],
  [
    "a TMPDIR that is noexec",
    BASH,
    remounted(tmp, "noexec"),
    "go",
    "tmp-noexec",
    "told",
    { task: "run ." },
  ],
  ["a TMPDIR that is read-only", BASH, remounted(tmp, "ro"), "go", "tmp-unusable", "told"],
  [
    "a build cache without space",
    BASH,
    full(({ at }) => at(".cache/go-build")),
    "go",
    "space-low",
    "told",
  ],
  [
    "gostead's home is read-only",
    BASH,
    remounted(gostead, "ro"),
    "nothing",
    "home-read-only",
    "told",
  ],
  [
    "a TMPDIR that is gone",
    BASH,
    lines(".bashrc", "export TMPDIR=/nowhere"),
    "go",
    "tmp-unusable",
    "told",
  ],
  [
    "a module cache without space",
    BASH,
    full(({ at }) => at("go/pkg/mod")),
    "go",
    "space-low",
    "told",
    { task: "mod download golang.org/x/sync@v0.7.0" },
  ],
]);

export const HOMES = waysOf("config", [
  [
    "gostead's home is deleted",
    BASH,
    async ({ home }) => rm(home.gostead, { recursive: true }),
    "go",
    "path-names-lost-go",
    "told",
  ],
  [
    "gostead's home is a link that leads nowhere",
    BASH,
    async ({ home }) => {
      await rm(home.gostead, { recursive: true });
      await symlink("/nowhere", home.gostead);
    },
    "go",
    "path-names-lost-go",
    "told",
  ],
  [
    "gostead's home inside GOPATH",
    BASH,
    (machine) => settings(`GOPATH=${machine.home.root}`)(machine),
    "nothing",
    "home-in-gopath",
    "told",
  ],
  [
    "a blank in GOPATH",
    BASH,
    (machine) => settings(`GOPATH=${machine.at("my go")}`)(machine),
    "nothing",
    "path-unusual",
    "told",
  ],
  [
    "a settings file of gostead that is none",
    BASH,
    async ({ home }) => {
      const settings = join(home.root, "user/.config/gostead");
      await mkdir(settings, { recursive: true });
      await writeFile(join(settings, "config.yaml"), "{{{\n");
    },
    "nothing",
    "settings-broken",
    "told",
  ],
  [
    "five at once",
    BASH,
    async (machine) => {
      await lines(
        ".bashrc",
        "export GOROOT=$OTHER",
        "export GOFLAGS=-mod=mod",
        "alias go=$OTHER/bin/go",
      )(machine);
      await settings("GOROOT=/gone", "GOTOOLCHAIN=1.25.3")(machine);
    },
    "go",
    "go-alias goflags-harmful goroot-exported goroot-in-goenv gotoolchain-missing",
    "fixed",
  ],
]);
