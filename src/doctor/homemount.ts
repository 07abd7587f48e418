/** What the rules about the file system of the home share: when they apply. */
import type { FactValue } from "#facts/facts.ts";
import { type Mount, mountOf } from "#facts/mounts.ts";
import { homeIn } from "./role.ts";
import { type Draft, notApplicable, type Verdict } from "./rule.ts";

interface Facts {
  readonly paths: FactValue<"paths">;
  readonly mounts: FactValue<"mounts">;
}

/** `fault` says what is wrong with the file system; subject and place are the home. */
export function judgeHomeMount(
  { paths, mounts: { mounts } }: Facts,
  fault: (mount: Mount) => (Pick<Draft, "severity" | "advice"> & { readonly text: string }) | null,
): Verdict {
  const home = homeIn(paths);
  if (home === undefined) return notApplicable("nothing names a home of gostead");
  const mount = mountOf(home, mounts);
  if (mount === undefined) return notApplicable("it is not known what is mounted here");
  const wrong = fault(mount);
  if (wrong === null) return [];
  const { text, ...rest } = wrong;
  return [{ ...rest, subject: home, evidence: [{ text, file: home }], fix: [] }];
}
