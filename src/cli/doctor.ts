/** `gostead doctor [GROUP…]`, `gostead doctor binary FILE…`: what is wrong with this machine or a program, why it matters, and what mends it. */

import { type Choice, factsFor, judge } from "#doctor/judge.ts";
import type { Plan } from "#doctor/plan.ts";
import { exitOfReview, type Review, reviewOf, withoutIgnored } from "#doctor/review.ts";
import { RULES } from "#doctor/rules.ts";
import { findingsOf } from "#doctor/summary.ts";
import type { FactName, Facts } from "#facts/facts.ts";
import { thisPlace } from "#facts/place.ts";
import { isoTime, now } from "#host/clock.ts";
import { GosteadError } from "#model/error.ts";
import { cacheProgressOf } from "./cacheprogress.ts";
import type { CliContext } from "./context.ts";
import { doctorBinary } from "./doctorbinary.ts";
import { compareCgo } from "./doctorcompare.ts";
import { mendFindings } from "./doctorfix.ts";
import { type Asked, askedBy, type DoctorFlags } from "./doctorflags.ts";
import { type ListedGo, listedGos, printGos } from "./doctorgos.ts";
import { ignoresFor } from "./doctorignores.ts";
import { type AskedNetwork, networkJson, printNetwork } from "./doctornet.ts";
import { doctorWords } from "./doctorpatterns.ts";
import { printReport, reportJson, summaryLines } from "./doctorreport.ts";
import { doctorReproduce } from "./doctorreproduce.ts";
import { networkOf } from "./network.ts";
import { policyAskedFor } from "./policy.ts";
import {
  checkPreflight,
  type MachineHere,
  machineOf,
  planOf,
  preflightFacts,
  printMachine,
  printPlan,
} from "./preflight.ts";
import { annotationsOf, suitesOf } from "./report/doctor.ts";
import { junitLines } from "./report/junit.ts";
import { sarifOf } from "./report/sarif.ts";
import { settingsFault } from "./settings.ts";
import { ownVersion } from "./version.ts";

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
  const { groups, packages } = doctorWords(words);
  if (flags.reproduce === true) return doctorReproduce(this, flags, groups);
  if (flags.compare === true) return compareCgo(this, { groups, packages });
  const asked = askedBy(flags, groups, this.globals.json);
  checkPreflight(flags, groups);
  let more: More = {};
  const place = {
    ...thisPlace(this.host, asked.timeoutMs),
    cacheProgress: cacheProgressOf(this),
    network: networkOf(this, asked.dns),
    asked: await policyAskedFor(this, groups, flags.policy),
    settingsFault: await settingsFault(this),
    packages,
    hosts: asked.hosts,
  };
  const ignores = await ignoresFor(this, flags.ignore);
  const names = namesFor(asked.choice);
  const look = async () => {
    const facts = await preflightFacts({ context: this, place, flags }, names);
    more = moreOf(groups, flags, facts);
    return judge(RULES, asked.choice, facts);
  };
  const showing = { severity: asked.severity, ignores, today: today(this) };
  const live = async () => withoutIgnored(await look(), showing);
  const first = await look();
  const open = withoutIgnored(first, showing);
  const mends = flags.fix === true && findingsOf(open).length > 0;
  if (mends) await mendFindings(this, open, live);
  const review = reviewOf(mends ? await look() : first, showing);
  tell(this, asked, { review, ...more });
  const isRefused = more.plan !== undefined && more.plan.verdict !== "safe";
  return isRefused ? 1 : exitOfReview(review, asked.failOn);
}

/** What groups that are named show besides their findings. */
interface More {
  readonly gos?: readonly ListedGo[] | undefined;
  readonly network?: AskedNetwork | undefined;
  readonly machine?: MachineHere | undefined;
  readonly plan?: Plan | undefined;
}

function moreOf(groups: readonly string[], flags: DoctorFlags, facts: Partial<Facts>): More {
  const isNet = groups.includes("net") || groups.includes("proxy");
  return {
    gos: groups.includes("path") ? listedGos(facts) : undefined,
    network: isNet ? facts : undefined,
    machine: groups.includes("preflight") ? machineOf(facts) : undefined,
    plan: planOf(flags, facts),
  };
}

function today({ host }: CliContext): string {
  return host.now().toISOString().slice(0, 10);
}

/** What is told of the machine, whatever rules are asked for. */
const MACHINE = ["fingerprint", "system", "libcfile"] as const;

function namesFor(choice: Choice): readonly FactName[] {
  const listed = choice.groups.includes("path") ? (["gos", "goruns"] as const) : [];
  const machine = choice.groups.includes("preflight") ? MACHINE : [];
  return [...new Set<FactName>([...factsFor(RULES, choice), ...listed, ...machine])];
}

interface Told extends More {
  readonly review: Review;
}

function tell({ output, host }: CliContext, { format, failOn }: Asked, told: Told) {
  const { review, gos, network, machine, plan } = told;
  const root = host.cwd;
  switch (format) {
    case "json":
      return output.json({
        ...reportJson(review),
        ...(gos && { gos }),
        ...networkJson(network),
        ...(machine && { machine }),
        ...(plan && { plan }),
      });
    case "sarif":
      return output.json(sarifOf(review, { version: ownVersion(), root }));
    case "junit":
      return print(junitLines(suitesOf(review, failOn), isoTime(now().getTime())));
    case "github":
      return print([...annotationsOf(review, root), ...summaryLines(review)]);
    case "text":
      if (gos !== undefined) printGos(output, gos);
      printNetwork(output, network);
      if (machine !== undefined) printMachine(output, machine);
      printReport(output, review);
      return plan === undefined ? undefined : printPlan(output, plan);
  }
  function print(lines: readonly string[]): void {
    for (const line of lines) output.data(line);
  }
}
