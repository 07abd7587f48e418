/**
 * The hand-written cases of test/data/pins (its README.txt says what a line holds),
 * and the machine each of them describes.
 */
import { execFileSync } from "node:child_process";
import {
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

export interface PinCase {
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
  readonly links?: Readonly<Record<string, string>>;
  readonly owner?: Readonly<Record<string, number>>;
  readonly mode?: Readonly<Record<string, string>>;
  readonly fifo?: readonly string[];
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly argument?: string;
  readonly default?: string | null;
  readonly want: string;
  readonly ignored?: readonly string[];
  readonly go?: false;
}

/** A case made real: absolute, without links in its path. */
export interface Scene {
  readonly root: string;
  /** GOSTEAD_HOME. */
  readonly home: string;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}

/** What is installed in the home of every case, and what a minor stands for. */
export const INSTALLED = "1.20.14 1.21.0 1.22.5 1.22.6 1.23.4 1.24.0 1.24.6 1.25rc1".split(" ");
export const MINORS: Readonly<Record<string, string>> = {
  "1.20": "1.20.14",
  "1.21": "1.21.0",
  "1.22": "1.22.6",
  "1.23": "1.23.4",
  "1.24": "1.24.6",
  "1.25": "1.25rc1",
};

export function pinCases(): readonly PinCase[] {
  const text = readFileSync(new URL("../data/pins/cases.jsonl", import.meta.url), "utf8");
  return text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as PinCase);
}

/** Cases that give files away need root. */
export function skipReason(scene: Pick<PinCase, "owner">): string | false {
  return scene.owner !== undefined && process.getuid?.() !== 0 ? "needs root" : false;
}

/** Makes the machine of a case, hands it to `use` and takes it away again. */
export async function withScene<T>(
  one: PinCase,
  use: (scene: Scene) => T | Promise<T>,
): Promise<T> {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "gostead-pin-")));
  const home = join(root, "home");
  try {
    mkdirSync(home);
    for (const part of ["links", "toolchains"])
      symlinkSync(join(sharedHome(), part), join(home, part));
    if (one.default !== null) writeFileSync(join(home, "default"), `${one.default ?? "1.22"}\n`);
    place(root, one);
    const env = Object.entries(one.env ?? {}).map(([key, value]) => [
      key,
      value.replace("@", root),
    ]);
    return await use({ root, home, cwd: join(root, one.cwd ?? "p"), env: Object.fromEntries(env) });
  } finally {
    rmSync(root, { recursive: true });
  }
}

let shared: string | undefined;

/** One home's toolchains serve all cases of a process: nothing in them is ever changed. */
function sharedHome(): string {
  if (shared === undefined) {
    const made = realpathSync(mkdtempSync(join(tmpdir(), "gostead-pin-home-")));
    makeHome(made);
    process.once("exit", () => rmSync(made, { recursive: true }));
    shared = made;
  }
  return shared;
}

/** A home with toolchains whose `go` and `gofmt` tell what they were given. */
export function makeHome(home: string): void {
  mkdirSync(join(home, "links"), { recursive: true });
  for (const version of INSTALLED) {
    const name = `go${version}.linux-amd64`;
    const bin = join(home, "toolchains", name, "bin");
    mkdirSync(bin, { recursive: true });
    writeFileSync(join(bin, "..", "VERSION"), `go${version}\ntime 2024-07-30T00:00:00Z\n`);
    for (const tool of ["go", "gofmt"])
      writeFileSync(join(bin, tool), teller(tool, version), { mode: 0o755 });
    symlinkSync(join("..", "toolchains", name), join(home, "links", version));
  }
  for (const [minor, version] of Object.entries(MINORS)) {
    symlinkSync(join("..", "toolchains", `go${version}.linux-amd64`), join(home, "links", minor));
  }
}

/** Prints its version, arguments and the variables that matter, one a line. */
function teller(tool: string, version: string): string {
  return `#!/bin/sh
printf '%s\\n' "${tool} ${version}" "args $#" "$@" "PATH $PATH" "GOROOT \${GOROOT-unset}" "GOTOOLCHAIN \${GOTOOLCHAIN-unset}"
`;
}

/** 1 MiB of lines of 62 bytes that say nothing. */
const MIB = `${`# ${"x".repeat(59)}\n`.repeat(16913)}`;

function place(root: string, one: PinCase): void {
  mkdirSync(join(root, one.cwd ?? "p"), { recursive: true });
  const filler = "\texample.com/module v1.0.0 // indirect\n".repeat(200);
  for (const [path, text] of Object.entries(one.files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text.replace("@long", filler).replace("@mib", MIB));
  }
  for (const [path, target] of Object.entries(one.links ?? {}))
    symlinkSync(target, join(root, path));
  for (const [path, uid] of Object.entries(one.owner ?? {})) chownSync(join(root, path), uid, uid);
  for (const path of one.fifo ?? []) execFileSync("mkfifo", [join(root, path)]);
  for (const [path, mode] of Object.entries(one.mode ?? {}))
    chmodSync(join(root, path), Number.parseInt(mode, 8));
  chmodSync(root, 0o755);
}
