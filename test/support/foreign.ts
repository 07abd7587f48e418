/**
 * Go trees that somebody else unpacked, and what may have been done to them: each
 * with the verdict of `verify PATH` and the only problems that it may name.
 */
import { spawnSync } from "node:child_process";
import {
  appendFileSync,
  chmodSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { toyToolchain, treeNames } from "./toolchain.ts";
import { contentOf } from "./tree.ts";

export const FOREIGN_VERSION = "1.22.6";

/** The toy as cmd/go unpacks it; `twins` as archives from go.dev have it: go.mod without _go.mod. */
export function unpack(root: string, twins: "both" | "go.mod" = "both"): void {
  for (const name of treeNames(toyToolchain(FOREIGN_VERSION))) {
    if (twins === "go.mod" && name.endsWith("_go.mod")) continue;
    mkdirSync(dirname(join(root, name)), { recursive: true });
    const mode = name.startsWith("bin/") ? 0o755 : 0o644;
    writeFileSync(join(root, name), contentOf(FOREIGN_VERSION, name), { mode });
  }
}

function fifo(path: string): void {
  rmSync(path);
  spawnSync("mkfifo", [path]);
}

function edit(path: string, from: string | RegExp, to: string): void {
  writeFileSync(path, readFileSync(path, "utf8").replace(from, to));
}

/** What is done to a tree, the verdict, and the only problems that may be named. */
export type Vector = readonly [
  what: string,
  change: (root: string) => void,
  verdict: "proven" | "packaged" | "altered" | "unknown",
  problems?: readonly string[],
];

export const VECTORS: readonly Vector[] = [
  ["as it was published", () => {}, "proven"],
  ["other owners and modes", (root) => chmodSync(join(root, "src/io/io.go"), 0o600), "proven"],
  [
    "what the go command leaves beside",
    (root) => writeFileSync(join(root, "codereview.cfg"), ""),
    "proven",
  ],
  [
    "go.env: GOTOOLCHAIN=local",
    (root) => edit(join(root, "go.env"), "=auto", "=local"),
    "packaged",
    ["changed go.env"],
  ],
  [
    "go.env: a comment",
    (root) => appendFileSync(join(root, "go.env"), "# packaged\n"),
    "packaged",
    ["changed go.env"],
  ],
  [
    "go.env: -toolexec",
    (root) => appendFileSync(join(root, "go.env"), "GOFLAGS=-toolexec=/tmp/evil\n"),
    "altered",
    ["changed go.env"],
  ],
  [
    "go.env: CC",
    (root) => appendFileSync(join(root, "go.env"), "CC=/tmp/evil\n"),
    "altered",
    ["changed go.env"],
  ],
  [
    "go.env: GOPROXY twice",
    (root) => appendFileSync(join(root, "go.env"), "GOPROXY=x\n"),
    "altered",
    ["changed go.env"],
  ],
  [
    "go.env: a line that is no setting",
    (root) => appendFileSync(join(root, "go.env"), " GOFLAGS=-x\n"),
    "altered",
    ["changed go.env"],
  ],
  [
    "go.env edited, and one byte elsewhere",
    editedTwice,
    "altered",
    ["changed go.env", "changed src/io/io.go"],
  ],
  [
    "bin/go changed",
    (root) => appendFileSync(join(root, "bin/go"), "#"),
    "altered",
    ["changed bin/go"],
  ],
  ["bin/go a link to a good copy", linkedProgram, "altered", ["type bin/go"]],
  ["src a link to a good copy", (root) => moveAndLink(root, "src"), "altered", ["type src"]],
  [
    "src/fmt a link to a good copy",
    (root) => moveAndLink(root, "src/fmt"),
    "altered",
    ["type src/fmt"],
  ],
  ["a FIFO", (root) => fifo(join(root, "src/io/io.go")), "altered", ["type src/io/io.go"]],
  ["go.mod a FIFO", (root) => fifo(join(root, "src/go.mod")), "altered", ["type src/go.mod"]],
  [
    "go.mod another than _go.mod",
    (root) => appendFileSync(join(root, "src/go.mod"), "// x\n"),
    "altered",
    ["changed src/go.mod"],
  ],
  [
    "added files",
    addedFiles,
    "altered",
    ["added bin/evil", "added lib/evil", "added pkg/evil.a", "added src/evil.go"],
  ],
  [
    "a deleted file",
    (root) => rmSync(join(root, "src/io"), { recursive: true }),
    "altered",
    ["missing src/io/io.go"],
  ],
  ["VERSION a FIFO", (root) => fifo(join(root, "VERSION")), "unknown"],
  [
    "FOREIGN_VERSION of a release that nobody knows",
    (root) => writeFileSync(join(root, "VERSION"), "go1.22.99\n"),
    "unknown",
  ],
  [
    "FOREIGN_VERSION of a build of one's own",
    (root) => writeFileSync(join(root, "VERSION"), "devel go1.23\n"),
    "unknown",
  ],
];

function editedTwice(root: string): void {
  edit(join(root, "go.env"), "=auto", "=local");
  appendFileSync(join(root, "src/io/io.go"), "\n");
}

function linkedProgram(root: string): void {
  renameSync(join(root, "bin/go"), `${root}-go`);
  symlinkSync(`${root}-go`, join(root, "bin/go"));
}

function moveAndLink(root: string, name: string): void {
  const away = `${root}-${name.replace("/", "-")}`;
  renameSync(join(root, name), away);
  symlinkSync(away, join(root, name));
}

function addedFiles(root: string): void {
  for (const name of ["src/evil.go", "pkg/evil.a", "bin/evil", "lib/evil"]) {
    writeFileSync(join(root, name), "");
  }
}
