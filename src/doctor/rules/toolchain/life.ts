/** What the rules about a release's life share. */
import type { FactValue } from "#facts/facts.ts";
import { type Draft, type NotApplicable, notApplicable } from "../../rule.ts";

export const PLAN = "gostead upgrade --plan names the fewest changes that end it";

type Life = NonNullable<FactValue<"golife">>;

/** Not applicable without Go, and to a release line that began after the table was made: it says nothing of that. */
export function judgeLife(
  golife: Life | null,
  judge: (life: Life) => readonly Draft[],
): readonly Draft[] | NotApplicable {
  if (golife === null) return notApplicable("no Go runs here");
  const { version, support, asOf } = golife;
  return support === "unknown"
    ? notApplicable(`nothing was known of go${version} on ${asOf}`)
    : judge(golife);
}
