/** `gostead lsm draft [--log FILE] [--selinux|--apparmor]`: the least rules for what was refused. */
import { draftApparmor } from "#lsm/apparmor.ts";
import { draftSelinux } from "#lsm/selinux.ts";
import { GosteadError } from "#model/error.ts";
import type { CliContext } from "./context.ts";
import { readDenials } from "./lsmlog.ts";
import { nothingHere } from "./lsmscan.ts";
import { count } from "./render.ts";

export interface LsmDraftFlags {
  readonly log?: string;
  readonly selinux?: boolean;
  readonly apparmor?: boolean;
}

export async function runLsmDraft(this: CliContext, flags: LsmDraftFlags): Promise<number> {
  const { output, globals } = this;
  const { log, denials } = await readDenials(this, flags.log);
  if (log === null) return nothingHere(this);
  const selinux = denials.filter((one) => one.module === "selinux");
  const apparmor = denials.filter((one) => one.module === "apparmor");
  const wanted = moduleOf(flags, { selinux: selinux.length, apparmor: apparmor.length });
  const draft = wanted === "selinux" ? draftSelinux(selinux) : draftApparmor(apparmor);
  if (globals.json) output.json(draft);
  else output.data(draft.text.trimEnd());
  const rules = count(draft.rules.length, "rule");
  output.talk(`${rules}, ${draft.refused.length} refused; next: gostead lsm test FILE`);
  return draft.rules.length === 0 && draft.refused.length > 0 ? 1 : 0;
}

function moduleOf(
  flags: LsmDraftFlags,
  found: { readonly selinux: number; readonly apparmor: number },
): "selinux" | "apparmor" {
  if (flags.selinux === true && flags.apparmor === true) throw oneOnly();
  if (flags.selinux === true) return "selinux";
  if (flags.apparmor === true) return "apparmor";
  if (found.selinux > 0 && found.apparmor > 0) throw oneOnly();
  return found.apparmor > 0 ? "apparmor" : "selinux";
}

function oneOnly(): GosteadError {
  return new GosteadError("usage", "a draft is for one module, and there are two", {
    fix: "name one: --selinux or --apparmor",
  });
}
