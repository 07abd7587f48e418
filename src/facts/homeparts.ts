/**
 * What gostead's home is made of, as far as `go` needs it: the two shims, the way from `default`
 * over `current` to a word, and a link for each version and minor that is installed with a receipt.
 */
import { join } from "node:path";
import { linkWords } from "#model/linkwords.ts";
import { type GoVersion, parseVersion } from "#model/version.ts";
import { defineFact, known, type Machine } from "./fact.ts";
import { gosteadFact } from "./gostead.ts";
import type { DirectoryAnswer, FileAnswer } from "./read.ts";

const MAX = 10_000;

export interface HomeParts {
  readonly root: string;
  /** A version is installed. */
  readonly inUse: boolean;
  /** `wrong` is what is wrong with it; null where nothing is. */
  readonly shims: readonly { readonly path: string; readonly wrong: string | null }[];
  /** Names, the oldest first. */
  readonly generations: readonly string[];
  /** `default` says a word. */
  readonly word: boolean;
  /** `current` leads to a generation. */
  readonly current: boolean;
  /** Links that are not there, and where they would lead. */
  readonly unlinked: readonly { readonly word: string; readonly target: string }[];
}

export const homepartsFact = defineFact({
  name: "homeparts",
  cost: "instant",
  about: "gostead's own shims, default and links, as far as go needs them",
  needs: { gostead: gosteadFact },
  reads: ({ gostead = "/" }) =>
    [
      { file: join(gostead, "shims/go"), max: 2, head: true },
      { file: join(gostead, "shims/gofmt"), max: 2, head: true },
      { file: join(gostead, "default"), max: 1024, head: true },
      { file: join(gostead, "current/word"), max: 1024, head: true },
      { directory: join(gostead, "generations"), max: MAX },
      { directory: join(gostead, "links"), max: MAX },
      { directory: join(gostead, "receipts"), max: MAX },
    ] as const,
  parse: ([go, gofmt, word, current, generations, links, receipts], machine, { gostead }) => {
    const releases = versionsIn(namesOf(receipts), gostead.installed, machine);
    const linked = namesOf(links);
    const wanted = targetsOf(releases, machine);
    return known<HomeParts>({
      root: gostead.root ?? "",
      inUse: gostead.root !== null && gostead.installed.length > 0,
      shims: shimsOf(go, gofmt),
      generations: namesOf(generations).filter((name) => /^\d{8}-\d{6}/.test(name)),
      word: says(word),
      current: says(current),
      unlinked: wanted.filter((one) => !linked.includes(one.word)),
    });
  },
});

function namesOf(answer: DirectoryAnswer): readonly string[] {
  return answer.is === "directory" ? answer.names : [];
}

function says(answer: FileAnswer): boolean {
  return answer.is === "file" && answer.bytes.toString("latin1").trim() !== "";
}

/** A gofmt that is missing beside a sound go stops nobody who builds. */
function shimsOf(go: FileAnswer, gofmt: FileAnswer): HomeParts["shims"] {
  const looked = go.is === "file" && gofmt.is === "absent" ? [go] : [go, gofmt];
  return looked.map((answer) => ({ path: answer.path, wrong: wrongWith(answer) }));
}

function wrongWith(answer: FileAnswer): string | null {
  if (answer.is === "absent") return "it is gone";
  if (answer.is === "unreadable") return answer.reason;
  if (answer.bytes.length === 0) return "it is empty";
  if (answer.bytes.toString("latin1") !== "#!") return "it is no script";
  return answer.executable ? null : "it is not executable";
}

/** Both the tree and its receipt are there. */
function versionsIn(
  receipts: readonly string[],
  installed: readonly string[],
  { platform }: Machine,
): readonly GoVersion[] {
  const tail = `.${platform.replace("_", "-")}`;
  return installed.flatMap((name) => {
    if (!name.endsWith(tail) || !receipts.includes(`${name}.json`)) return [];
    return parseVersion(name.slice(2, -tail.length)) ?? [];
  });
}

function targetsOf(versions: readonly GoVersion[], { platform }: Machine) {
  return [...linkWords(versions)].map(([word, version]) => ({
    word,
    target: `../toolchains/go${version}.${platform.replace("_", "-")}`,
  }));
}
