/** From a version word, with or without a label, to the tree that it means. */
import { GosteadError } from "#model/error.ts";
import { quoted } from "#model/quote.ts";
import type { Engine } from "#toolchain/engine.ts";
import { installedReleases, isInstalled, treePath } from "#toolchain/installed.ts";
import {
  formatLabelName,
  type LabelName,
  labelNames,
  labelsOf,
  labelTree,
  parseLabelName,
} from "#toolchain/labelled.ts";
import { resolveInstalled } from "#toolchain/resolve.ts";
import type { Tree } from "#toolchain/verify.ts";

/** The name of the tree without a label: `1.22.6@default` is 1.22.6. */
export const DEFAULT_LABEL = "default";

export interface Toolchain extends Tree {
  /** Undefined for a version's own tree. */
  readonly label: LabelName | undefined;
}

/** The installed tree that a word means: `1.22`, `1.22.6@prod`. Throws `usage` or `not-installed`. */
export function findToolchain(word: string, engine: Engine): Toolchain {
  if (!word.includes("@")) return unlabelled(word, engine);
  const name = requireLabelName(word);
  return name.label === DEFAULT_LABEL
    ? unlabelled(name.version, engine)
    : findLabelled(name, engine);
}

/** Every installed release's tree, each followed by those of its labels. */
export function allTrees(engine: Engine): Toolchain[] {
  return installedReleases(engine.home).flatMap((release) => [
    { release, path: treePath(engine.home, release), label: undefined },
    ...labelsOf(engine, release).map((name) => ({ ...treeOf(name, engine), release })),
  ]);
}

/** The word that means a tree: `1.22.6`, `1.22.6@prod`. */
export function wordOf({ release, label }: Toolchain): string {
  return label === undefined ? release.version : formatLabelName(label);
}

/** The field that `--json` has for a label's tree: `{"label":"prod"}`, else none. */
export function labelOf({ label }: Toolchain): { readonly label?: string } {
  return label === undefined ? {} : { label: label.label };
}

/** A label's name in its parts. Throws `usage`. */
export function requireLabelName(word: string): LabelName {
  const name = parseLabelName(word);
  if (name !== undefined) return name;
  throw new GosteadError("usage", `${quoted(word)} is no label`, {
    fix: "write a whole version, @ and a name of a-z, 0-9, '.', '_' and '-', at most 32: 1.22.6@prod",
  });
}

function unlabelled(word: string, engine: Engine): Toolchain {
  const release = resolveInstalled(word, engine);
  return { release, path: treePath(engine.home, release), label: undefined };
}

function treeOf(label: LabelName, { home, platform }: Engine): Toolchain {
  return { release: { version: label.version, platform }, path: labelTree(home, label), label };
}

function findLabelled(name: LabelName, engine: Engine): Toolchain {
  const { home } = engine;
  const word = formatLabelName(name);
  const known = labelNames(home).map(formatLabelName);
  const tree = treeOf(name, engine);
  if (known.includes(word)) return tree;
  const first = isInstalled(home, tree.release) ? "" : `gostead install ${name.version}, then `;
  const have = known.length === 0 ? "there are none" : `labels: ${known.join(", ")}`;
  throw new GosteadError("not-installed", `there is no label ${quoted(word)}; ${have}`, {
    fix: `${first}gostead label add ${word}`,
  });
}
