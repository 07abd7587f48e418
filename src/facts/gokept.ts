/**
 * The tree of gostead's that runs here, looked at cheaply: its receipt, the few files that every
 * go command begins with, by the hashes of its manifest (lines `sha256 size crc32 name`), and how many
 * files and bytes there are in all. The bytes of a tree's eleven thousand files are for `gostead verify`.
 */
import { join } from "node:path";
import { activegoFact } from "./activego.ts";
import { defineFact, known, type Machine, unknown } from "./fact.ts";
import { gosteadFact } from "./gostead.ts";
import { type FileAnswer, type FileSum, type HashAnswer, textOf } from "./read.ts";
import { type Tree, treesFact } from "./trees.ts";

/** A tree has 12,000 files, and a line of its manifest some 100 bytes. */
const MAX_MANIFEST = 8 << 20;
const MAX_RECEIPT = 1 << 20;
/** A compiler is 26 MB today. */
const MAX_FILE = 64 << 20;
function lookedAt({ platform }: Machine): readonly string[] {
  const tools = ["compile", "asm", "link"].map((tool) => `pkg/tool/${platform}/${tool}`);
  return ["VERSION", "bin/go", "bin/gofmt", ...tools];
}

export interface KeptFile {
  readonly name: string;
  readonly state: "sound" | "altered" | "missing" | "unreadable";
}

export interface GoKept {
  /** `go1.26.8.linux-amd64` */
  readonly name: string;
  readonly goroot: string;
  /** By its name: its VERSION may be what is damaged. */
  readonly version: string;
  readonly receipt: "here" | "missing" | "unreadable";
  readonly manifest: "here" | "missing" | "unreadable";
  /** The receipt's proof holds under the key that is trusted now. */
  readonly proven: boolean;
  /** Those that the manifest lists. */
  readonly files: readonly KeptFile[];
  /** All files, as the manifest has them and as they are; null where one of the two is out of sight. */
  readonly sums: { readonly listed: FileSum; readonly here: FileSum } | null;
}

interface Needed {
  readonly activego: {
    readonly goroot: string | null;
    readonly version: string | null;
    readonly managed: boolean;
    readonly proven: boolean;
  } | null;
  readonly gostead: { readonly root: string | null; readonly installed: readonly string[] };
  readonly trees: { readonly trees: readonly Pick<Tree, "path" | "sum">[] };
}

export const gokeptFact = defineFact({
  name: "gokept",
  cost: "local",
  about: "whether the Go that gostead runs here is as it was proven, by a cheap look",
  needs: { activego: activegoFact, gostead: gosteadFact, trees: treesFact },
  reads: (machine, needed) => {
    const place = placeOf(machine, needed);
    if (place === undefined) return [];
    const { receipts, goroot, name } = place;
    return [
      { file: join(receipts, `${name}.json`), max: MAX_RECEIPT },
      { file: join(receipts, `${name}.manifest`), max: MAX_MANIFEST },
      ...lookedAt(machine).map((file) => ({ hash: join(goroot, file), max: MAX_FILE })),
    ];
  },
  parse: (answers, machine, needed) => {
    const { trees } = needed.trees;
    const place = placeOf(machine, needed);
    const [receipt, manifest, ...files] = answers;
    if (place === undefined || receipt === undefined || manifest === undefined) {
      return known<GoKept | null>(null);
    }
    if (machine.asked === undefined) return unknown("nobody said what gostead keeps");
    const { name, goroot, proven } = place;
    return known<GoKept | null>({
      name,
      goroot,
      version: name.replace(/^go|\.[^.]*$/g, ""),
      receipt: stateOf(receipt),
      manifest: stateOf(manifest),
      proven,
      files: filesIn(lookedAt(machine), manifest, files),
      sums: sumsOf(manifest, trees.find(({ path }) => path === goroot)?.sum ?? null),
    });
  },
});

function placeOf({ platform }: Machine, { activego, gostead: { root, installed } }: Needed) {
  if (activego?.managed !== true || root === null) return undefined;
  const { goroot, version, proven } = activego;
  // A label's tree is links into a tree of that version.
  const own = version === null ? "" : `go${version}.${platform.replace("_", "-")}`;
  const name = /\/toolchains\/([^/]+)$/.exec(goroot ?? "")?.[1] ?? own;
  if (!installed.includes(name)) return undefined;
  return { name, goroot: join(root, "toolchains", name), proven, receipts: join(root, "receipts") };
}

function stateOf(answer: FileAnswer): GoKept["receipt"] {
  if (answer.is === "file") return "here";
  return answer.is === "absent" ? "missing" : "unreadable";
}

/** What is published as _go.mod stands in the tree as go.mod too, with the same bytes: modules' zips may hold no module. */
function sumsOf(manifest: FileAnswer, here: FileSum | null): GoKept["sums"] {
  const read = textOf(manifest);
  if (read.is !== "text" || here === null) return null;
  const lines = read.text.matchAll(/^[0-9a-f]{64} (\d+) [0-9a-f]{8} (?:.*\/)?(_go\.mod$)?/gm);
  const sizes = [...lines].flatMap(([, size, twin]) =>
    twin === undefined ? [Number(size)] : [Number(size), Number(size)],
  );
  const listed = { files: sizes.length, bytes: sizes.reduce((sum, size) => sum + size, 0) };
  return { listed, here };
}

function filesIn(
  names: readonly string[],
  manifest: FileAnswer,
  answers: readonly HashAnswer[],
): readonly KeptFile[] {
  const read = textOf(manifest);
  if (read.is !== "text") return [];
  return names.flatMap((name, at): readonly KeptFile[] => {
    const [, hash, size] =
      new RegExp(`^([0-9a-f]{64}) (\\d+) [0-9a-f]{8} ${name}$`, "m").exec(read.text) ?? [];
    const answer = answers[at];
    if (hash === undefined || answer === undefined) return [];
    return [{ name, state: fileState(answer, { hash, size: Number(size) }) }];
  });
}

function fileState(
  answer: HashAnswer,
  { hash, size }: { readonly hash: string; readonly size: number },
): KeptFile["state"] {
  if (answer.is === "absent") return "missing";
  if (answer.is === "unreadable") return "unreadable";
  return answer.bytes === size && answer.sha256 === hash ? "sound" : "altered";
}
