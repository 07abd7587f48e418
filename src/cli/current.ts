/** `gostead current`: the version that runs in this directory, and who asked for it. */
import { wordOf } from "#label/find.ts";
import { exitOf } from "#model/error.ts";
import { type Chosen, chosenHere, chosenJson } from "./chosen.ts";
import type { CliContext } from "./context.ts";
import { reasonOf } from "./here.ts";
import { openEngine } from "./open.ts";
import { renderError, shown } from "./render.ts";

export async function runCurrent(this: CliContext): Promise<number> {
  const engine = await openEngine(this);
  const chosen = chosenHere(this, engine);
  const { error } = chosen;
  if (this.globals.json) this.output.json(chosenJson(this, chosen, engine));
  if (error !== undefined) return tell(this, error);
  if (!this.globals.json) this.output.data(lineOf(chosen));
  return 0;
}

/** With --json the error is in the answer already. */
export function tell({ output }: CliContext, error: NonNullable<Chosen["error"]>): number {
  renderError(error, output, false);
  return exitOf(error.code);
}

function lineOf({ pin, found, go }: Chosen): string {
  if (pin === undefined || found === undefined) return `system (${shown(go ?? "")})`;
  return `${wordOf(found)} (${reasonOf(pin)})`;
}
