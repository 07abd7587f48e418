/** The flags of `doctor`, and what they ask for. What does not fit is `usage`. */
import type { Choice } from "#doctor/judge.ts";
import { DEFAULT_GROUPS, GROUPS, type Group } from "#doctor/rule.ts";
import { RULES } from "#doctor/rules.ts";
import { SEVERITIES } from "#doctor/severity.ts";
import { TIMEOUT_MS } from "#facts/place.ts";
import type { DnsOptions } from "#host/probedns.ts";
import { GosteadError } from "#model/error.ts";
import type { Severity } from "#model/finding.ts";
import { quoted } from "#model/quote.ts";
import { checkNetFlags, dnsOf, hostsOf, type NetFlags } from "./netflags.ts";
import type { PreflightFlags } from "./preflight.ts";

export interface DoctorFlags extends NetFlags, PreflightFlags {
  readonly fix?: boolean;
  /** Of limits: build in other surroundings, and compare. */
  readonly reproduce?: boolean;
  /** Of cgo: builds a program with C and without. */
  readonly compare?: boolean;
  readonly only?: string;
  readonly skip?: string;
  /** Of programs: `static`. */
  readonly require?: string;
  /** dev, ci, production or a file. */
  readonly policy?: string;
  /** Of programs: the words to start each with where nothing else is. */
  readonly runInEmptyRoot?: string;
  readonly severity?: string;
  readonly failOn?: string;
  readonly timeout?: string;
  readonly format?: string;
  /** A file of facts that were taken elsewhere. */
  readonly facts?: string;
  /** A file of waivers, instead of the project's. */
  readonly ignore?: string;
}

export const FORMATS = ["text", "json", "sarif", "junit", "github"] as const;
export type Format = (typeof FORMATS)[number];

export interface Levels {
  /** The mildest that is shown. */
  readonly severity: Severity;
  /** The mildest that fails. */
  readonly failOn: Severity;
}

export interface Asked extends Levels {
  readonly choice: Choice;
  readonly format: Format;
  /** For each fact. */
  readonly timeoutMs: number;
  readonly dns: DnsOptions;
  readonly hosts: readonly string[];
}

/** `json`: --json was given. */
export function askedBy(flags: DoctorFlags, words: readonly string[], json: boolean): Asked {
  const format = formatOf(flags.format, json);
  const isRead = format === "text" || format === "json";
  if (flags.fix === true && !isRead) {
    throw new GosteadError(
      "usage",
      `--fix asks and shows changes, which --format ${format} cannot`,
      {
        fix: "run doctor --fix first, and the report after it",
      },
    );
  }
  if (flags.fix === true && flags.facts !== undefined) {
    throw new GosteadError("usage", "--facts tells of another machine, which --fix cannot mend", {
      fix: "run doctor --fix there",
    });
  }
  checkNetFlags(flags, words);
  return {
    choice: choiceOf(flags, words),
    format,
    ...levelsOf(flags),
    timeoutMs: timeoutOf(flags.timeout),
    dns: dnsOf(flags),
    hosts: hostsOf(flags),
  };
}

export function levelsOf({ severity, failOn }: DoctorFlags): Levels {
  return {
    severity: severityOf("--severity", severity) ?? "info",
    failOn: severityOf("--fail-on", failOn) ?? "warning",
  };
}

function formatOf(word: string | undefined, json: boolean): Format {
  if (word === undefined) return json ? "json" : "text";
  const format = FORMATS.find((one) => one === word);
  if (format === undefined) {
    throw new GosteadError("usage", `there is no format ${quoted(word)}`, {
      fix: `one of ${FORMATS.join(", ")}`,
    });
  }
  if (!json || format === "json") return format;
  throw new GosteadError("usage", `--json and --format ${format} are two formats`, {
    fix: "give one of them",
  });
}

function severityOf(flag: string, word: string | undefined): Severity | undefined {
  const level = SEVERITIES.find((one) => one === word);
  if (level !== undefined || word === undefined) return level;
  throw new GosteadError("usage", `${flag} takes no ${quoted(word)}`, {
    fix: `one of ${SEVERITIES.join(", ")}`,
  });
}

/** At most ten minutes: nobody waits longer for a file. */
function timeoutOf(word: string | undefined): number {
  if (word === undefined) return TIMEOUT_MS;
  const seconds = /^\d{1,3}(\.\d{1,3})?$/.test(word) ? Number(word) : 0;
  if (seconds > 0 && seconds <= 600) return seconds * 1000;
  throw new GosteadError("usage", `--timeout takes no ${quoted(word)}`, {
    fix: "seconds, above 0 and at most 600: --timeout 5",
  });
}

function choiceOf({ only, skip }: DoctorFlags, words: readonly string[]): Choice {
  return {
    groups: groupsOf(words, only),
    plain: words.length === 0,
    only: codesOf(only),
    skip: codesOf(skip),
  };
}

/** A code that is asked for is looked at, whatever its group. */
function groupsOf(words: readonly string[], only: string | undefined): readonly Group[] {
  if (words.includes("all")) return [];
  if (words.length > 0) return words.map(groupOf);
  const codes = codesOf(only);
  const asked = RULES.filter(({ code }) => codes.includes(code)).map(({ group }) => group);
  return [...new Set([...DEFAULT_GROUPS, ...asked])];
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
