/**
 * `gostead facts fingerprint` with something to ask of it: is it the machine that is
 * expected, has its processor these instructions, one field, another's name for it.
 */

import { unameOfArch } from "#facts/archname.ts";
import { missingFlags } from "#facts/cpulevel.ts";
import type { FactValue } from "#facts/facts.ts";
import { GosteadError } from "#model/error.ts";
import { quoted } from "#model/quote.ts";
import type { CliContext } from "./context.ts";
import { shown } from "./render.ts";

export interface FingerprintFlags {
  readonly require?: string;
  readonly expectArch?: string;
  readonly style?: string;
  readonly field?: string;
}

type Fingerprint = FactValue<"fingerprint">;

export function asksFingerprint(flags: FingerprintFlags): boolean {
  const { require, expectArch, style, field } = flags;
  return [require, expectArch, style, field].some((one) => one !== undefined);
}

/** Prints what was asked for. Exit 1: not as expected; 3: it could not be told. */
export function answerFingerprint(
  context: CliContext,
  found: Fingerprint,
  flags: FingerprintFlags,
): number {
  const { style, field, expectArch, require } = flags;
  const statuses = [
    style === undefined ? 0 : printStyle(context, found, style),
    field === undefined ? 0 : printField(context, found, field),
    expectArch === undefined ? 0 : expect(context, found, expectArch),
    require === undefined ? 0 : requireFlags(context, found, require),
  ];
  // That something is wrong says more than that something else is unknown.
  return statuses.includes(1) ? 1 : Math.max(...statuses);
}

/** `linux-amd64` as Go writes it, `x86_64` as uname does. */
function printStyle(context: CliContext, found: Fingerprint, style: string): number {
  if (style !== "go" && style !== "uname") {
    throw new GosteadError("usage", `there is no style ${quoted(style)}`, { fix: "go or uname" });
  }
  const { os, goarch, goarm } = found;
  if (os === null || goarch === null) return cannotTell(context, found, "goarch");
  const name = style === "go" ? `${os}-${goarch}` : unameOfArch(goarch, goarm);
  say(context, { style, name }, name);
  return 0;
}

function printField(context: CliContext, found: Fingerprint, field: string): number {
  const named = Object.entries(found).find(([name]) => name === field);
  if (named === undefined) {
    throw new GosteadError("usage", `the fingerprint has no field ${quoted(field)}`, {
      fix: `one of ${Object.keys(found).join(", ")}`,
    });
  }
  const [, value] = named;
  if (value === null && found.reasons[field] !== undefined) {
    return cannotTell(context, found, field);
  }
  say(context, { field, value }, textOf(value));
  return 0;
}

function textOf(value: Fingerprint[keyof Fingerprint]): string {
  if (value === null) return "";
  return typeof value === "object" && !isWords(value) ? JSON.stringify(value) : String(value);
}

function isWords(value: object): boolean {
  return Array.isArray(value) && value.every((one) => typeof one === "string");
}

function expect(context: CliContext, found: Fingerprint, arch: string): number {
  if (found.goarch === null) return cannotTell(context, found, "goarch");
  const ok = found.goarch === arch;
  const opinion = found.goarch === found.kernelArch ? "" : `, its kernel ${found.machine}`;
  say(
    context,
    { expected: arch, goarch: found.goarch, ok },
    ok ? found.goarch : `this machine is ${found.goarch}${opinion}, not ${shown(arch)}`,
  );
  return ok ? 0 : 1;
}

function requireFlags(context: CliContext, found: Fingerprint, list: string): number {
  if (found.flags === null) return cannotTell(context, found, "flags");
  const asked = list.split(/[,\s]+/).filter((word) => word !== "");
  if (asked.length === 0) {
    throw new GosteadError("usage", "--require names no instruction set", {
      fix: "name one, for example --require sse4_2,avx",
    });
  }
  const missing = missingFlags(asked, found.flags);
  const some = missing.filter((name) => found.mixedFlags.includes(name.toLowerCase()));
  const note = some.length === 0 ? "" : ` (only some processors have ${some.join(", ")})`;
  const text = missing.length === 0 ? "all present" : `missing: ${missing.join(", ")}${note}`;
  say(context, { required: asked, missing, onlySome: some }, shown(text));
  return missing.length === 0 ? 0 : 1;
}

function cannotTell(context: CliContext, { reasons }: Fingerprint, field: string): number {
  const reason = reasons[field] ?? "it does not say";
  say(context, { field, value: null, reason }, `${field} is unknown: ${shown(reason)}`);
  return 3;
}

function say({ globals, output }: CliContext, json: unknown, text: string): void {
  if (globals.json) output.json(json);
  else output.data(text);
}
