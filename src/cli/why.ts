/** `gostead why`: which Go runs here and why not another; `gostead why 1.22.6`: why it is trusted; `gostead why GOPROXY`: who sets it. */
import { GosteadError } from "#model/error.ts";
import { quoted } from "#model/quote.ts";
import { parseWord } from "#pin/word.ts";
import type { CliContext } from "./context.ts";
import { explainHere } from "./whyhere.ts";
import { explainProof } from "./whyproof.ts";
import { GO_VARIABLE, runWhyValue } from "./whyvalue.ts";

export async function runWhy(
  this: CliContext,
  _flags: Record<never, never>,
  what?: string,
): Promise<number> {
  if (what === undefined) return await explainHere(this);
  if (/^(go|v)?[1-9]/.test(what) && parseWord(what) !== undefined) {
    return await explainProof(this, what);
  }
  if (GO_VARIABLE.test(what)) return await runWhyValue(this, what);
  throw new GosteadError("usage", `${quoted(what)} is nothing that why explains`, {
    fix: "gostead why, gostead why 1.22.6, or gostead why GOPROXY",
  });
}
