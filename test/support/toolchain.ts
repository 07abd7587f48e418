/**
 * Toy Go toolchains: the shape of golang.org/toolchain's module in a few dozen
 * small files. `bin/go` is a shell script that answers `version` and `env` and
 * runs nothing else. Versions share all of src and lib except a few files, as
 * neighbouring patch releases do, so that a delta shows; the zip has about 3 MB,
 * more than anyone would read at once to find its directory.
 */
import { createCipheriv, hash } from "node:crypto";

export interface ToyToolchain {
  /** Without the `go` prefix: `1.22.5`. */
  readonly version: string;
  /** `linux-amd64`. */
  readonly platform: string;
  /** Name below GOROOT → content, in no particular order. */
  readonly files: ReadonlyMap<string, Buffer>;
}

/** What this machine installs when nobody says otherwise: `linux-amd64`. */
export const MACHINE = `${process.platform}-${process.arch === "x64" ? "amd64" : process.arch}`;

/** One toy toolchain; the same arguments always make the same bytes. */
export function toyToolchain(version: string, platform = MACHINE): ToyToolchain {
  const name = `${version} ${platform}`;
  const files = made.get(name) ?? new Map([...ownFiles(version, platform), ...shared()]);
  made.set(name, files);
  return { version, platform, files };
}

const made = new Map<string, ReadonlyMap<string, Buffer>>();

/** The files that all versions share, the same buffers in each. */
function shared(): readonly [string, Buffer][] {
  sharedOnce ??= sharedFiles();
  return sharedOnce;
}

let sharedOnce: readonly [string, Buffer][] | undefined;

/** `golang.org/toolchain@v0.0.1-go1.22.5.linux-amd64`. */
export function moduleOf(toolchain: ToyToolchain): string {
  return `golang.org/toolchain@v0.0.1-go${toolchain.version}.${toolchain.platform}`;
}

/** Where a GOPROXY serves its zip. */
export function zipPath(toolchain: ToyToolchain): string {
  return `/${moduleOf(toolchain).replace("@", "/@v/")}.zip`;
}

/** Names the installed tree has beside the published ones: `_go.mod` also stands as `go.mod`. */
export function treeNames(toolchain: ToyToolchain): string[] {
  const copies = [...toolchain.files.keys()]
    .filter((name) => /(^|\/)_go\.mod$/.test(name))
    .map((name) => name.replace(/_go\.mod$/, "go.mod"));
  return [...toolchain.files.keys(), ...copies].sort();
}

/** Bytes that no compressor shrinks much, the same for the same seed. */
export function noise(seed: string, length: number): Buffer {
  const key = hash("sha256", seed, "buffer");
  const cipher = createCipheriv("aes-256-ctr", key, Buffer.alloc(16));
  return cipher.update(Buffer.alloc(length));
}

function ownFiles(version: string, platform: string): [string, Buffer][] {
  const [os, arch] = platform.split("-");
  const tools = ["asm", "compile", "link", "vet"].map((tool): [string, Buffer] => [
    `pkg/tool/${os}_${arch}/${tool}`,
    script(`echo ${tool} version go${version}`, `${tool} ${version} ${platform}`, 20_000),
  ]);
  return [
    ["VERSION", Buffer.from(`go${version}\ntime 2024-07-02T00:00:00Z\n`)],
    ["bin/go", script(goBody(version, `${os}/${arch}`), `go ${version} ${platform}`, 600_000)],
    ["bin/gofmt", script("cat", `gofmt ${version} ${platform}`, 40_000)],
    ...tools,
    ["src/runtime/internal/sys/zversion.go", Buffer.from(`package sys // go${version}\n`)],
  ];
}

function goBody(version: string, osArch: string): string {
  return [
    'case "$1" in',
    `version) echo "go version go${version} ${osArch}" ;;`,
    'env) shift; for name; do eval "echo \\"\\$$name\\""; done ;;',
    '*) echo "toy go: $*" >&2; exit 64 ;;',
    "esac",
  ].join("\n");
}

/** A script, then noise that the shell never reaches: sizes of a program, not of a note. */
function script(body: string, seed: string, size: number): Buffer {
  const padding = noise(seed, size).toString("base64");
  return Buffer.from(`#!/bin/sh\n${body}\nexit\n${padding}\n`);
}

function sharedFiles(): [string, Buffer][] {
  const library = ["bufio", "bytes", "errors", "io", "os", "sort", "strings", "time"];
  return [
    ["LICENSE", Buffer.from("toy licence\n".repeat(120))],
    ["PATENTS", Buffer.from("toy patents\n".repeat(90))],
    ["go.env", Buffer.from("GOPROXY=direct\nGOSUMDB=off\nGOTOOLCHAIN=auto\n")],
    ["lib/time/zoneinfo.zip", noise("zoneinfo", 2_000_000)],
    ["lib/wasm/go_js_wasm_exec", Buffer.from("#!/bin/sh\nexec true\n")],
    ["src/_go.mod", Buffer.from("module std\n\ngo 1.22\n")],
    ["src/cmd/_go.mod", Buffer.from("module cmd\n\ngo 1.22\n")],
    ["src/cmd/vet/testdata/empty.go", Buffer.alloc(0)],
    ["src/internal/Upper/Case.go", Buffer.from("package upper\n")],
    ["src/make.bash", Buffer.from("#!/usr/bin/env bash\nexit 0\n")],
    ["src/fmt/print.go", source("fmt", 400)],
    ...library.map((name): [string, Buffer] => [`src/${name}/${name}.go`, source(name, 200)]),
  ];
}

function source(name: string, lines: number): Buffer {
  const body = Array.from({ length: lines }, (_, n) => `const ${name}${n} = ${n * 7919}\n`);
  return Buffer.from(`package ${name}\n\n${body.join("")}`);
}
