/**
 * The module that a go command works in here: the nearest go.mod upward, read without go, and the
 * go.work that joins it to others, if any: the nearest, or the one that GOWORK names.
 */
import { isAbsolute, join } from "node:path";
import { defineFact, known, type Machine, unknown } from "./fact.ts";
import { type ModFile, parseModFile } from "./modfile.ts";
import { type FileRead, textOf } from "./read.ts";
import { type Setting, settingsFact } from "./settings.ts";
import { upward } from "./upward.ts";

const MAX = 1 << 20;

export interface ModuleHere {
  /** Its go.mod. */
  readonly file: string;
  /** The go.work that counts. */
  readonly workspace: string | null;
  readonly mod: ModFile;
  /** The lines that `mod.faults` is about, as they stand, in its order. */
  readonly texts: readonly string[];
}

type Settings = Readonly<Record<string, Setting>>;

export const modulehereFact = defineFact({
  name: "modulehere",
  cost: "instant",
  about: "the go.mod that a go command works by here, and what is wrong with its lines",
  needs: { settings: settingsFact },
  reads: (machine, { settings }): readonly FileRead[] => [
    ...upward(machine.cwd).map((at) => ({ file: join(at, "go.mod"), max: MAX })),
    ...worksOf(machine, settings).map((file) => ({ file, max: 1, head: true as const })),
  ],
  parse: (answers, { cwd }, { settings }) => {
    if (settings.GO111MODULE?.value === "off") return known<ModuleHere | null>(null);
    const mods = answers.slice(0, upward(cwd).length);
    // Go passes over a directory of that name.
    const found = mods.find(
      (one) => one.is !== "absent" && !(one.is === "unreadable" && /directory/.test(one.reason)),
    );
    if (found === undefined) return known<ModuleHere | null>(null);
    const read = textOf(found);
    if (read.is !== "text") {
      return unknown(`${found.path}: ${read.is === "unreadable" ? read.reason : "it is gone"}`);
    }
    const mod = parseModFile(read.text);
    const lines = read.text.split("\n");
    return known<ModuleHere | null>({
      file: found.path,
      workspace: answers.slice(mods.length).find(({ is }) => is === "file")?.path ?? null,
      mod,
      texts: mod.faults.map(({ line }) => (lines[line - 1] ?? "").trim().slice(0, 200)),
    });
  },
});

function worksOf({ cwd }: Machine, { GOWORK }: Settings): readonly string[] {
  const named = GOWORK?.value;
  if (named === "off") return [];
  if (named !== undefined) return [isAbsolute(named) ? named : join(cwd, named)];
  return upward(cwd).map((at) => join(at, "go.work"));
}
