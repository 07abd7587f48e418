/** `gostead doctor [GROUP…]`, `gostead doctor binary FILE…`: what is wrong with this machine or a program, why it matters, and what mends it. */

import { type Choice, factsFor, judge } from "#doctor/judge.ts";
import { GROUPS, type Group } from "#doctor/rule.ts";
import { RULES } from "#doctor/rules.ts";
import { exitOfOutcomes, findingsOf } from "#doctor/summary.ts";
import type { FactName, Facts } from "#facts/facts.ts";
import { gather } from "#facts/gather.ts";
import { thisPlace } from "#facts/place.ts";
import { GosteadError } from "#model/error.ts";
import { quoted } from "#model/quote.ts";
import type { CliContext } from "./context.ts";
import { doctorBinary } from "./doctorbinary.ts";
import { mendFindings } from "./doctorfix.ts";
import { type ListedGo, listedGos, printGos } from "./doctorgos.ts";
import { printReport, reportJson } from "./doctorreport.ts";

export interface DoctorFlags {
  readonly fix?: boolean;
  readonly only?: string;
  readonly skip?: string;
  /** Of programs: `static`. */
  readonly require?: string;
  /** Of programs: the words to start each with where nothing else is. */
  readonly runInEmptyRoot?: string;
}

export async function runDoctor(
  this: CliContext,
  flags: DoctorFlags,
  ...words: string[]
): Promise<number> {
  const [group, ...files] = words;
  if (group === "binary") return doctorBinary(this, flags, files);
  if (flags.require !== undefined || flags.runInEmptyRoot !== undefined) {
    const said = flags.require === undefined ? "--run-in-empty-root" : "--require";
    throw new GosteadError("usage", `${said} is for doctor binary`, {
      fix: "gostead doctor binary FILE",
    });
  }
  const choice = choiceOf(flags, words);
  let gos: readonly ListedGo[] | undefined;
  const look = async () => {
    const facts = await factsOf(this, choice);
    gos = choice.groups.includes("path") ? listedGos(facts) : undefined;
    return judge(RULES, choice, facts);
  };
  const first = await look();
  const outcomes =
    flags.fix === true && findingsOf(first).length > 0
      ? await mendFindings(this, first, look)
      : first;
  if (this.globals.json) this.output.json({ ...reportJson(outcomes), ...(gos && { gos }) });
  else {
    if (gos !== undefined) printGos(this.output, gos);
    printReport(this.output, outcomes);
  }
  return exitOfOutcomes(outcomes);
}

function factsOf({ host }: CliContext, choice: Choice): Promise<Partial<Facts>> {
  const listed = choice.groups.includes("path") ? (["gos", "goruns"] as const) : [];
  const names = new Set<FactName>([...factsFor(RULES, choice), ...listed]);
  return gather([...names], thisPlace(host));
}

function choiceOf({ only, skip }: DoctorFlags, words: readonly string[]): Choice {
  return {
    groups: words.includes("all") ? [] : words.map(groupOf),
    only: codesOf(only),
    skip: codesOf(skip),
  };
}

function groupOf(word: string): Group {
  const group = GROUPS.find((one) => one === word);
  if (group !== undefined) return group;
  throw new GosteadError("usage", `there is no group ${quoted(word)}`, {
    fix: `one of ${GROUPS.join(", ")}, all; or binary and files`,
  });
}

function codesOf(words: string | undefined): readonly string[] {
  const codes = (words ?? "").split(",").filter((word) => word !== "");
  const unknown = codes.find((word) => !RULES.some(({ code }) => code === word));
  if (unknown === undefined) return codes;
  throw new GosteadError("usage", `there is no rule ${quoted(unknown)}`, {
    fix: `one of ${RULES.map(({ code }) => code).join(", ")}`,
  });
}
