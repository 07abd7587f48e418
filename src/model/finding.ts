/** What a rule says of the world. */
import type { Action } from "./action.ts";

export type Severity = "error" | "warning" | "info";

/** Where it can be seen. */
export interface Evidence {
  readonly text: string;
  readonly file?: string;
  readonly line?: number;
}

/** Something true about the world that is worth saying. A rule may give its fix in a form of its own. */
export interface Finding<Fix = Action> {
  /** The rule's code, stable for ever: it has a page docs/finding/<code>.md. */
  readonly code: string;
  readonly severity: Severity;
  /** What it is about: a variable, a file, a program. */
  readonly subject: string;
  readonly evidence: readonly Evidence[];
  /** What would mend it; empty when a person must decide. */
  readonly fix: readonly Fix[];
  /** What a person should do, where no action can. */
  readonly advice?: string;
}

/** What became of one rule. Unknown is never a pass: a fact that it needs could not be had. */
export type Outcome<Fix = Action> =
  | { readonly kind: "pass"; readonly code: string }
  | { readonly kind: "fail"; readonly code: string; readonly findings: readonly Finding<Fix>[] }
  | { readonly kind: "unknown"; readonly code: string; readonly reason: string }
  | { readonly kind: "not-applicable"; readonly code: string; readonly reason: string }
  | { readonly kind: "skipped"; readonly code: string; readonly reason: string };
