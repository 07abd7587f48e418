/**
 * Performs actions as one numbered transaction that `undo` can take back. One
 * process at a time: a second one waits, then finds most things done already.
 */
import type { Action } from "#model/action.ts";
import { GosteadError } from "#model/error.ts";
import { quoted } from "#model/quote.ts";
import type { ApplyDeps, Change, Planned, PlannedPath, Step } from "./change.ts";
import { withJournal } from "./journal.ts";
import { sameState } from "./look.ts";
import { planAction, planAll } from "./plan.ts";
import { recover } from "./recover.ts";
import { transact } from "./transact.ts";

/**
 * Performs `actions` in their order and gives what was changed, which is nothing
 * when all is done already. `shown` is what a person agreed to: where another
 * state stands by now, nothing is changed and it throws `later-edit`. Throws
 * `cannot-edit` or `no-permission` before the first change when one of them
 * cannot be made. When one fails on the way (`child-failed`: a program did, so
 * the rest is not begun), those before it stay, and the fix says how to take them back.
 */
export async function perform(
  actions: readonly Action[],
  deps: ApplyDeps,
  shown?: readonly Step[],
): Promise<Change[]> {
  return await withJournal(deps, async () => {
    await recover(deps);
    const steps = await planAll(actions);
    if (steps.every(({ changes }) => changes.length === 0)) return [];
    if (shown !== undefined) checkShown(steps, shown);
    const { changes } = await transact(deps, undefined, async (make) => {
      for (const action of actions) {
        // Planned anew: a program that ran before it may have changed what stands there.
        for (const change of await planAction(action)) await make(change);
      }
    });
    return changes;
  });
}

function checkShown(steps: readonly Step[], shown: readonly Step[]): void {
  const agreed = firstOfEach(shown);
  for (const [path, { before }] of firstOfEach(steps)) {
    const seen = agreed.get(path);
    if (seen !== undefined && sameState(seen.before, before)) continue;
    throw new GosteadError(
      "later-edit",
      `${quoted(path, 400)} was changed after its diff was shown`,
      {
        fix: "nothing was changed: run the command again to see the diff as it is now",
      },
    );
  }
}

/** What stands at each path before the first change of it. */
function firstOfEach(steps: readonly Step[]): Map<string, PlannedPath> {
  const first = new Map<string, PlannedPath>();
  for (const change of steps.flatMap(({ changes }): readonly Planned[] => changes)) {
    if (change.kind === "path" && !first.has(change.path)) first.set(change.path, change);
  }
  return first;
}
