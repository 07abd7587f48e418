/**
 * Entries of Go's build cache that are not what go wrote: a full disk, a crash, a bad disk, somebody's edit. Removing
 * them cannot be undone and need not be: go makes again what it lacks. Good entries stay.
 */
import type { FactValue } from "#facts/facts.ts";
import type { Action } from "#model/action.ts";
import type { Evidence } from "#model/finding.ts";
import { defineRule, notApplicable } from "../../rule.ts";

type Cache = NonNullable<FactValue<"gocache">>;
type Kind = Cache["damaged"][number]["kind"];

const SHOWN = 5;
/** A command line holds 2 MiB on Linux, 1 MiB on macOS. */
const A_COMMAND = 500;
const SAYS: Readonly<Record<Kind, string>> = {
  altered: "its bytes are not those that its name stands for, and go uses it as it is",
  incomplete: "it is not whole: go makes it anew",
  record: "it is no record that go understands, or tells another size than its output has",
  odd: "it is no file",
};

export const cacheDamaged = defineRule({
  code: "cache-damaged",
  title: "entries of the build cache are damaged",
  why: "builds fail without a reason to be seen, or link what was never compiled",
  group: "cache",
  needs: ["gocache", "caches"],
  check: ({ gocache, caches: { directories } }) => {
    if (gocache === null) return notApplicable("there is no build cache yet");
    if (gocache.damagedCount === 0) return [];
    const used = gocache.damaged.some(({ kind }) => kind === "altered" || kind === "odd");
    const mayWrite = directories.some(({ path, writable }) => path === gocache.path && writable);
    const all = gocache.damaged.length === gocache.damagedCount;
    return [
      {
        severity: used ? ("error" as const) : ("warning" as const),
        subject: gocache.path,
        evidence: evidenceOf(gocache),
        fix: mayWrite ? removals(gocache) : [],
        ...(mayWrite && all ? {} : { advice: "go clean -cache, by who owns it, empties it whole" }),
      },
    ];
  },
});

function evidenceOf(cache: Cache): readonly Evidence[] {
  const { path, damaged, damagedCount, outputs, records } = cache;
  const all = { text: `${damagedCount} of ${outputs + records} entries` };
  // What go would use comes first.
  const sorted = damaged.toSorted((a, b) => a.kind.localeCompare(b.kind));
  const shown = sorted.slice(0, SHOWN).map(({ name, kind }) => {
    return { text: SAYS[kind], file: `${path}/${name}` };
  });
  const more = damagedCount - shown.length;
  return [all, ...shown, ...(more > 0 ? [{ text: `and ${more} more` }] : [])];
}

function removals({ path, damaged }: Cache): readonly Action[] {
  const commands: Action[] = [];
  for (let at = 0; at < damaged.length; at += A_COMMAND) {
    const names = damaged.slice(at, at + A_COMMAND).map(({ name }) => `${path}/${name}`);
    commands.push({ kind: "run", argv: ["rm", "-rf", "--", ...names] });
  }
  return commands;
}
