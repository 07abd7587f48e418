/**
 * `gostead label add` and `label remove`: a label appears whole, by one rename of its
 * directory with tree, definition and variables in it, and goes by one rename.
 */
import { existsSync, mkdirSync, renameSync } from "node:fs";
import { dirname, join } from "node:path";
import { atomicWrite } from "#host/sync.ts";
import { GosteadError } from "#model/error.ts";
import { removeTree } from "#store/sweep.ts";
import type { Engine } from "#toolchain/engine.ts";
import { withReleaseLock } from "#toolchain/install.ts";
import { isInstalled, notInstalled } from "#toolchain/installed.ts";
import { type Leaving, requireIdleTree } from "#toolchain/inuse.ts";
import { formatLabelName, type LabelName, labelPath, labelTree } from "#toolchain/labelled.ts";
import { refreshLinks } from "#toolchain/links.ts";
import { replicate } from "#toolchain/replica.ts";
import { openStaging } from "#toolchain/staging.ts";
import type { Definition } from "./definition.ts";
import { DEFAULT_LABEL } from "./find.ts";
import { formatLabel, type Label, readLabel } from "./label.ts";
import { formatVariables } from "./variables.ts";

export interface Added extends Label {
  /** `present`: it stood there with this definition. */
  readonly status: "added" | "present";
}

/** Throws `usage` for `default` and a label that is there with another definition, `not-installed`, or an integrity error. */
export async function addLabel(
  name: LabelName,
  definition: Definition,
  engine: Engine,
): Promise<Added> {
  requireAddable(name, engine);
  const release = { version: name.version, platform: engine.platform };
  return withReleaseLock(release, engine, async () => {
    if (!isInstalled(engine.home, release)) throw notInstalled(release);
    if (existsSync(labelTree(engine.home, name))) return present(name, definition, engine);
    await replicate(release, engine, (tree) => publish(tree, { name, definition, engine }));
    await refreshLinks(engine.home, engine.platform);
    return { ...readLabel(name, engine), status: "added" };
  });
}

/** What can be told without making anything: for --dry-run too. */
export function requireAddable(name: LabelName, { home, platform }: Engine): void {
  if (name.label === DEFAULT_LABEL) throw reserved(name);
  const release = { version: name.version, platform };
  if (isInstalled(home, release)) return;
  if (!/^\d+\.\d+$/.test(name.version)) throw notInstalled(release);
  throw new GosteadError("usage", `a label is of one version, and ${name.version} names many`, {
    fix: `gostead label add ${name.version}.6@${name.label}, with the patch that you mean`,
  });
}

/**
 * Gives back the bytes freed. Throws `usage` for `default` and, unless forced, for one that is
 * read-only, and `in-use`, or `no-permission` where nobody can tell.
 */
export async function removeLabel(
  name: LabelName,
  force: boolean,
  engine: Engine,
): Promise<number> {
  requireRemovable(name, force, engine);
  const release = { version: name.version, platform: engine.platform };
  return withReleaseLock(release, engine, async () => {
    if (!force) requireIdleTree(leaving(name, engine), engine);
    const staging = openStaging(engine.home, release);
    renameSync(labelPath(engine.home, name), join(staging.root, "removed"));
    await refreshLinks(engine.home, engine.platform);
    return removeTree(staging.root);
  });
}

export function requireRemovable(name: LabelName, force: boolean, engine: Engine): void {
  if (name.label === DEFAULT_LABEL) throw reserved(name);
  const word = formatLabelName(name);
  if (!existsSync(labelPath(engine.home, name))) {
    throw new GosteadError("not-installed", `there is no label ${word}`, {
      fix: "gostead label list",
    });
  }
  if (force || !readLabel(name, engine).definition.readOnly) return;
  throw new GosteadError("usage", `${word} is read-only`, {
    fix: `gostead label remove --force ${word}`,
  });
}

function leaving(label: LabelName, { home }: Engine): Leaving {
  const name = formatLabelName(label);
  return { path: labelTree(home, label), name, force: `gostead label remove --force ${name}` };
}

function reserved({ version }: LabelName): GosteadError {
  return new GosteadError("usage", `${DEFAULT_LABEL} is the name of the tree without a label`, {
    fix: `use ${version} for it, and another name for a label`,
  });
}

function present(name: LabelName, definition: Definition, engine: Engine): Added {
  const label = readLabel(name, engine);
  const same = formatLabel(name, label.definition) === formatLabel(name, definition);
  if (same) return { ...label, status: "present" };
  const word = formatLabelName(name);
  throw new GosteadError("usage", `${word} is there with another definition`, {
    fix: `gostead label show ${word}; to change it: gostead label remove ${word}, then add it`,
  });
}

interface Making {
  readonly name: LabelName;
  readonly definition: Definition;
  readonly engine: Engine;
}

/** What stands there without a tree is a label that somebody has damaged. */
async function publish(tree: string, { name, definition, engine }: Making): Promise<void> {
  const staged = join(dirname(tree), "label");
  await atomicWrite(join(staged, "label.json"), formatLabel(name, definition));
  await atomicWrite(join(staged, "env"), formatVariables(definition, engine.platform.os));
  renameSync(tree, join(staged, "goroot"));
  const path = labelPath(engine.home, name);
  mkdirSync(engine.home.labels, { recursive: true });
  removeTree(path);
  renameSync(staged, path);
}
