/** What the rules about the module here share. */
import type { FactValue } from "#facts/facts.ts";
import { type Draft, type NotApplicable, notApplicable } from "../../rule.ts";

type Here = NonNullable<FactValue<"modulehere">>;
type Files = NonNullable<FactValue<"modulefiles">>;

/** A go.mod that go refuses says nothing else: `go-mod-broken` is about that. */
export function judgeModule(
  here: Here | null,
  judge: (here: Here) => readonly Draft[] | NotApplicable,
): readonly Draft[] | NotApplicable {
  if (here === null) return notApplicable("no go.mod counts here");
  if (here.mod.faults.length > 0) return notApplicable(`${here.file} cannot be read by go`);
  return judge(here);
}

export function judgeFiles(
  { modulehere, modulefiles }: { modulehere: Here | null; modulefiles: Files | null },
  judge: (files: Files, here: Here) => readonly Draft[] | NotApplicable,
): readonly Draft[] | NotApplicable {
  return judgeModule(modulehere, (here) =>
    modulefiles === null ? notApplicable("no go.mod counts here") : judge(modulefiles, here),
  );
}

/** A module of the workspace stands for itself, and needs neither hash nor replacement. */
export function inWorkspace(workspace: string): string {
  return `${workspace} counts, whose modules stand in for required ones`;
}
