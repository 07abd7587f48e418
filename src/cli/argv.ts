/**
 * The words of the command line before the framework sees them. Global flags may
 * stand before or after the verb; nothing behind `--`, and nothing from the first
 * word that `exec` is to run, is ours. Pure.
 */
import { quoted } from "#model/quote.ts";
import { meaningOf } from "./aliases.ts";

export interface Globals {
  readonly quiet: boolean;
  readonly verbose: boolean;
  readonly json: boolean;
  readonly yes: boolean;
  readonly dryRun: boolean;
  readonly offline: boolean;
  readonly locked: boolean;
  readonly progress: boolean;
  /** The home for all users of this machine, whatever GOSTEAD_HOME says. */
  readonly system: boolean;
  readonly color: "auto" | "always" | "never";
  /** The directory to work in, from -C. */
  readonly directory?: string;
}

export interface Parsed {
  readonly globals: Globals;
  /** The verb and its words, for the framework. */
  readonly words: readonly string[];
  /** What is wrong with the global flags. */
  readonly problem?: string;
}

/** A Map: a plain object would know `constructor` and `__proto__` too. */
const SWITCHES: ReadonlyMap<string, Partial<Globals>> = new Map<string, Partial<Globals>>([
  ["-q", { quiet: true }],
  ["--quiet", { quiet: true }],
  ["-v", { verbose: true }],
  ["--verbose", { verbose: true }],
  ["--json", { json: true }],
  ["-y", { yes: true }],
  ["--yes", { yes: true }],
  ["-n", { dryRun: true }],
  ["--dry-run", { dryRun: true }],
  ["--offline", { offline: true }],
  ["--locked", { locked: true }],
  ["--no-progress", { progress: false }],
  ["--system", { system: true }],
]);

export const NO_GLOBALS: Globals = {
  quiet: false,
  verbose: false,
  json: false,
  yes: false,
  dryRun: false,
  offline: false,
  locked: false,
  progress: true,
  system: false,
  color: "auto",
};

/** Its flags that take a value. */
const VALUED = new Set(["--each", "--umask", "--apparmor"]);

/** True for a verb whose first own word begins somebody else's command line. */
export function isRunner(verb: string | undefined): boolean {
  return verb !== undefined && meaningOf(verb) === "exec";
}

/** Splits off the global flags. Nothing is judged but those: the framework reads the rest. */
export function parseArgv(argv: readonly string[]): Parsed {
  const words: string[] = [];
  let globals = NO_GLOBALS;
  for (let at = 0; at < argv.length; at++) {
    const word = argv[at] ?? "";
    if (word === "--" || beginsCommand(words, word)) {
      const rest = argv.slice(word === "--" ? at + 1 : at);
      const isWhole = rest.length === 0 && !isRunner(words[0]);
      return { globals, words: isWhole ? words : [...words, "--", ...rest] };
    }
    const taken = takeGlobal(word, argv[at + 1]);
    if (taken?.problem !== undefined) return { globals, words, problem: taken.problem };
    if (taken === undefined) words.push(word);
    else globals = { ...globals, ...taken.set };
    at += taken?.skip ?? 0;
  }
  return { globals, words };
}

/** After `exec`, the first word that is neither a flag, a flag's value nor `+1.24.6`. */
function beginsCommand(words: readonly string[], word: string): boolean {
  if (!isRunner(words[0]) || VALUED.has(words.at(-1) ?? "")) return false;
  return !word.startsWith("-") && !word.startsWith("+");
}

interface Taken {
  readonly set?: Partial<Globals>;
  readonly skip?: number;
  readonly problem?: string;
}

function takeGlobal(word: string, next: string | undefined): Taken | undefined {
  const plain = SWITCHES.get(word);
  if (plain !== undefined) return { set: plain };
  const [flag = "", ...given] = word.split("=");
  const value = given.length > 0 ? given.join("=") : next;
  const skip = given.length > 0 ? 0 : 1;
  if (flag === "-C" || flag === "--directory") {
    return value === undefined
      ? { problem: `${flag} needs a directory` }
      : { set: { directory: value }, skip };
  }
  if (flag !== "--color") return undefined;
  if (value !== "auto" && value !== "always" && value !== "never") {
    return { problem: `--color is auto, always or never, not ${quoted(value ?? "")}` };
  }
  return { set: { color: value }, skip };
}
