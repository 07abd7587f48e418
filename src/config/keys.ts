/**
 * Every key of gostead.yaml and of the user's and the system's config.yaml: what
 * it takes, which variable says the same, and what it needs to count in a
 * project file (security S7). A key that nothing honours does not exist here.
 *
 *   trust   a project file's value counts …
 *   free    always: the version asked for, and restrictions
 *   allow   once the file's content is allowed (`gostead allow`)
 *   unsafe  once it is allowed with --unsafe: it chooses where bytes come from
 *   never   not at all: it would replace the key that proves toolchains (S5)
 */
import { compareStrictness, type PolicyName, parsePolicyName } from "#model/policyname.ts";
import { parseQuery } from "#model/query.ts";
import { compareVersions, type GoVersion, parseVersion } from "#model/version.ts";

export type Trust = "free" | "allow" | "unsafe" | "never";

export interface Values {
  readonly go: string;
  readonly goproxy: string;
  readonly gosumdb: string;
  readonly "policy.minVersion": GoVersion;
  readonly "policy.name": PolicyName;
  /** Seconds. */
  readonly lockTimeout: number;
  readonly "prune.unusedDays": number;
  readonly "audit.attempts": "on" | "off";
  readonly "audit.user": "name" | "hash";
}

export type Key = keyof Values;

export interface Rule<T> {
  readonly trust: Trust;
  /** One sentence for editors and pages. */
  readonly about: string;
  /** What a value is, to follow "must be". */
  readonly wants: string;
  /** What a value in a file looks like besides; a whole number where `max` stands. */
  readonly pattern?: string;
  readonly max?: number;
  /** The variable that says the same and comes before every file. */
  readonly env?: string;
  /** Go itself knows the variable: its own settings file is asked too. */
  readonly inGoEnv?: true;
  /** A restriction: of all layers the highest counts, so none can loosen another's. */
  readonly compare?: (a: T, b: T) => number;
  /** Undefined for text that is no such value. */
  parse(text: string): T | undefined;
}

const SECONDS = 999_999;
const DAYS = 99_999;
/** One visible character at least, and nothing but visible ASCII and blanks. */
const PRINTABLE = "^ *[!-~][ -~]{0,2047}$";

export const RULES: { readonly [K in Key]: Rule<Values[K]> } = {
  go: {
    trust: "free",
    about: "The Go version that this project asks for.",
    wants: "a version word such as 1.24, 1.24.6 or stable",
    parse: versionWord,
  },
  goproxy: {
    trust: "unsafe",
    about: "Where toolchains come from: a list as in GOPROXY.",
    wants: "a list of module proxies as in GOPROXY",
    pattern: PRINTABLE,
    env: "GOPROXY",
    inGoEnv: true,
    parse: (text) => text,
  },
  gosumdb: {
    trust: "never",
    about: "The checksum log that proves toolchains, as in GOSUMDB; not in a project file.",
    wants: "a checksum log as in GOSUMDB",
    pattern: PRINTABLE,
    env: "GOSUMDB",
    inGoEnv: true,
    parse: (text) => text,
  },
  "policy.minVersion": {
    trust: "free",
    about: "The lowest Go version that install and exec accept; of all files the highest counts.",
    wants: "a Go version such as 1.24.3",
    compare: compareVersions,
    parse: parseVersion,
  },
  "policy.name": {
    trust: "free",
    about: "The policy that gostead doctor judges by; of all files the strictest counts.",
    wants: "dev, ci or production",
    pattern: "^(dev|ci|production)$",
    compare: compareStrictness,
    parse: parsePolicyName,
  },
  lockTimeout: {
    trust: "allow",
    about: "Seconds to wait for another gostead.",
    wants: "whole seconds, for example 60",
    max: SECONDS,
    env: "GOSTEAD_LOCK_TIMEOUT",
    parse: (text) => wholeNumber(text, SECONDS),
  },
  "prune.unusedDays": {
    trust: "allow",
    about: "gostead prune also removes versions that were not run for so many days.",
    wants: "whole days, for example 30",
    max: DAYS,
    parse: (text) => wholeNumber(text, DAYS),
  },
  "audit.attempts": {
    trust: "allow",
    about: "Whether use, setup and doctor --fix leave their outcome in this home's audit log.",
    wants: "on or off",
    pattern: "^(on|off)$",
    parse: (text) => (text === "on" || text === "off" ? text : undefined),
  },
  "audit.user": {
    trust: "allow",
    about: "Whether the audit log names user and machine, or holds keyed hashes of their names.",
    wants: "name or hash",
    pattern: "^(name|hash)$",
    parse: (text) => (text === "name" || text === "hash" ? text : undefined),
  },
};

export const KEYS = Object.keys(RULES) as readonly Key[];

/** What `text` in a file means for a key; undefined when it is no such value. */
export function parseValue<K extends Key>(key: K, text: string): Values[K] | undefined {
  const rule: Rule<Values[K]> = RULES[key];
  if (rule.pattern !== undefined && !new RegExp(rule.pattern).test(text)) return undefined;
  return rule.parse(text);
}

export function isKey(text: string): text is Key {
  return Object.hasOwn(RULES, text);
}

function versionWord(text: string): string | undefined {
  try {
    if (text !== "system") parseQuery(text);
    return text;
  } catch {
    return undefined;
  }
}

function wholeNumber(text: string, max: number): number | undefined {
  return /^\d{1,9}$/.test(text) && Number(text) <= max ? Number(text) : undefined;
}
