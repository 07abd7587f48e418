/** `gostead setup ci github|gitlab|jenkins`: the file that the service reads. One that is there is left alone, and what to paste is printed. */
import { lstatSync } from "node:fs";
import type { Action } from "#model/action.ts";
import { GosteadError } from "#model/error.ts";
import { actionIn, CI_FILES, CI_SYSTEMS, type CiSystem, ciFile, isCommit } from "#setup/ci.ts";
import type { CliContext } from "./context.ts";
import { applyFixes } from "./fixing.ts";
import { editableText, projectHere } from "./pintarget.ts";
import { shown } from "./render.ts";
import { type AloneFlags, tellAlone } from "./setupalone.ts";

/** Exit 1: the file is there already and says something else. */
export async function setupCi(
  context: CliContext,
  flags: AloneFlags,
  words: readonly string[],
): Promise<number> {
  const system = systemOf(words, flags);
  const { root } = await projectHere(context);
  const path = `${root}/${CI_FILES[system]}`;
  const isLink = lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true;
  const there = isLink ? "" : await editableText(path);
  if (flags.remove === true) return await takeOut(context, { system, path, there });
  const content = ciFile(system, flags.action);
  const target = `ci ${system}`;
  const files = [path];
  if (there !== undefined && there !== content) {
    const left = [`${path} is there already and is left alone: take over what it lacks`];
    await tellAlone(context, { target, changes: 0, files, left, notes: [], snippet: content });
    return 1;
  }
  const changes = await applyFixes(context, [{ kind: "write", path, content }], `setup ${target}`);
  await tellAlone(context, { target, changes, files, notes: notesOn(system, flags) });
  return 0;
}

interface Place {
  readonly system: CiSystem;
  readonly path: string;
  readonly there: string | undefined;
}

/** Only a file that is still as it was written goes. */
async function takeOut(context: CliContext, { system, path, there }: Place): Promise<number> {
  const isOurs = there !== undefined && there === contentAs(system, there);
  const actions: Action[] = isOurs ? [{ kind: "remove", path }] : [];
  const changes = await applyFixes(context, actions, `setup ci ${system} --remove`);
  const isLeft = there !== undefined && !isOurs;
  const left = isLeft ? [`${path} is not as setup wrote it, and stays`] : [];
  await tellAlone(context, {
    target: `ci ${system}`,
    changes,
    files: [path],
    left,
    notes: [],
    removed: true,
  });
  return isLeft ? 1 : 0;
}

function contentAs(system: CiSystem, there: string): string | undefined {
  const action = system === "github" ? actionIn(there) : undefined;
  return system === "github" && action === undefined ? undefined : ciFile(system, action);
}

function systemOf(words: readonly string[], { template, sha256 }: AloneFlags): CiSystem {
  const [word = "", ...more] = words;
  const system = CI_SYSTEMS.find((name) => name === word);
  if (system !== undefined && more.length === 0 && (template ?? sha256) === undefined) {
    return system;
  }
  const what = word === "" ? "setup ci needs a service" : `no service: ${shown(words.join(" "))}`;
  throw new GosteadError(
    "usage",
    system === undefined ? what : "setup ci takes one service and --action",
    {
      fix: `gostead setup ci ${CI_SYSTEMS.join("|")}`,
    },
  );
}

function notesOn(system: CiSystem, { action = "" }: AloneFlags): readonly string[] {
  if (system !== "github") return ["GOSTEAD must name a checkout of gostead where the jobs run"];
  return isCommit(action) ? [] : [`${action} can change: name a commit, not a tag or a branch`];
}
