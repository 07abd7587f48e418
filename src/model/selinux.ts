/**
 * SELinux labels for programs below GOSTEAD_HOME: where the policy knows only
 * data directories, confined services may not run what lies in them. The rules are
 * semanage-fcontext(8)'s regular expressions, over whole paths. Pure.
 */
import type { Action } from "./action.ts";

/** The type of programs that everybody may run. */
const TYPE = "bin_t";

export interface Tools {
  readonly semanage: string;
  readonly restorecon: string;
}

/** What is labelled, as the policy writes it: blanks divide its lines, so any character stands for one. */
export function fileContexts(home: string): readonly string[] {
  const root = home.replace(/[.+*?^$()|[\]{}\\]/g, "\\$&").replaceAll(" ", ".");
  return [
    `${root}/(bin|shims)(/.*)?`,
    `${root}/toolchains/[^/]+/bin(/.*)?`,
    `${root}/toolchains/[^/]+/pkg/tool(/.*)?`,
  ];
}

/**
 * The commands that register the rules which are not there yet and label what lies there. Undone from the last to the
 * first, the first one sets the labels back once the rules are gone; performed, it changes nothing new.
 */
export function labelActions(home: string, missing: readonly string[], tools: Tools): Action[] {
  const again = [tools.restorecon, "-R", home];
  const restore: Action = { kind: "run", argv: again, inverse: again };
  const rules = missing.map((rule): Action => {
    const argv = [tools.semanage, "fcontext", "-a", "-t", TYPE, rule];
    return { kind: "run", argv, inverse: [tools.semanage, "fcontext", "-d", rule] };
  });
  return rules.length === 0 ? [restore] : [restore, ...rules, restore];
}
