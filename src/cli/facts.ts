/**
 * `gostead facts [NAME…] [--root DIR] [--file PATH]`, `facts script`, `facts diff A B`: what rules know of this machine, of a
 * recorded one, or of a program file; with --require and its like, a question to the fingerprint.
 */
import { FACT_NAMES, FACTS, type FactName, type Facts, isFactName } from "#facts/facts.ts";
import { gather } from "#facts/gather.ts";
import { nodeScript } from "#facts/nodescript.ts";
import { recordedPlace, thisPlace } from "#facts/place.ts";
import { storedForm } from "#facts/stored.ts";
import { GosteadError } from "#model/error.ts";
import { quoted } from "#model/quote.ts";
import { binaryAt } from "./binaryfile.ts";
import { details, headline } from "./binarylines.ts";
import type { CliContext } from "./context.ts";
import { diffFacts } from "./factsdiff.ts";
import { answerFingerprint, asksFingerprint, type FingerprintFlags } from "./fingerprint.ts";
import { networkOf } from "./network.ts";
import { policyAskedIfAny } from "./policy.ts";
import { shown } from "./render.ts";
import { settingsFault } from "./settings.ts";
import { ownVersion } from "./version.ts";

export interface FactsFlags extends FingerprintFlags {
  readonly root?: string;
  readonly file?: string;
}

/** Exit 3 when one that was asked for stayed unknown. */
export async function runFacts(
  this: CliContext,
  flags: FactsFlags,
  ...words: string[]
): Promise<number> {
  const { root, file } = flags;
  const [verb, ...rest] = words;
  if (verb === "diff") return diffFacts(this, rest);
  if (verb === "script") return printScript(this, rest);
  if (file !== undefined) return factsOfFile(this, file, [...words, ...(root ? [root] : [])]);
  const asks = asksFingerprint(flags);
  const names = words.length === 0 && !asks ? FACT_NAMES.filter(isNearby) : namesIn(words, asks);
  const place =
    root === undefined
      ? {
          ...thisPlace(this.host),
          network: networkOf(this),
          asked: await policyAskedIfAny(this),
          settingsFault: await settingsFault(this),
        }
      : await recordedPlace(root);
  const facts = await gather(names, place);
  if (asks && facts.fingerprint.known) {
    return answerFingerprint(this, facts.fingerprint.value, flags);
  }
  if (this.globals.json) this.output.json(storedForm(facts, ownVersion()));
  else print(this, names, facts);
  return (words.length > 0 || asks) && names.some((name) => isUnknown(name, facts)) ? 3 : 0;
}

function printScript({ output, globals }: CliContext, others: readonly string[]): number {
  if (others.length > 0) {
    throw new GosteadError("usage", `facts script takes no ${quoted(others.join(" "))}`, {
      fix: "gostead facts script | ssh node sh > node.json",
    });
  }
  const script = nodeScript(ownVersion());
  if (globals.json) output.json({ script });
  else output.data(script.trimEnd());
  return 0;
}

/** A question to the fingerprint needs no other word, and leaves no room for one. */
function namesIn(words: readonly string[], asks: boolean): readonly FactName[] {
  const other = asks ? words.find((word) => word !== "fingerprint") : undefined;
  if (other === undefined) return asks ? ["fingerprint"] : words.map(factName);
  throw new GosteadError("usage", `what is asked is not of the fact ${quoted(other)}`, {
    fix: "gostead facts fingerprint --require sse4_2,avx",
  });
}

/** A machine that no name of Go's is known for is one that nothing can be built for. */
function isUnknown(name: FactName, facts: Facts): boolean {
  const { fingerprint } = facts;
  if (name === "fingerprint" && fingerprint.known) return fingerprint.value.goarch === null;
  return !facts[name].known;
}

/** Exit 3 for a processor that no name is known of. */
function factsOfFile(context: CliContext, file: string, others: readonly string[]): number {
  if (others.length > 0) {
    throw new GosteadError("usage", `--file stands alone, without ${quoted(others.join(" "))}`, {
      fix: "gostead facts --file PATH",
    });
  }
  const binary = binaryAt(context, file);
  if (context.globals.json) context.output.json({ file, ...binary });
  else {
    context.output.data(headline(file, binary));
    for (const line of details(binary, null)) context.output.data(line);
  }
  return binary.machine !== null && binary.arch === null ? 3 : 0;
}

/** The network is asked, a project's packages are listed, and a whole cache is read only for facts that are named. */
function isNearby(name: FactName): boolean {
  const { cost } = FACTS[name];
  return cost === "instant" || cost === "local";
}

function factName(word: string): FactName {
  if (isFactName(word)) return word;
  throw new GosteadError("usage", `there is no fact ${quoted(word)}`, {
    fix: `one of ${FACT_NAMES.join(", ")}`,
  });
}

function print({ output }: CliContext, names: readonly FactName[], facts: Facts): void {
  for (const name of names) {
    const fact = facts[name];
    output.data(`${name}: ${fact.known ? FACTS[name].about : `unknown, ${shown(fact.reason)}`}`);
    if (fact.known) for (const line of linesOf(fact.value)) output.data(`  ${line}`);
  }
}

/** One line a member, and a list's members each on its own; JSON beyond that. */
function linesOf(value: unknown): readonly string[] {
  if (typeof value !== "object" || value === null) return [wordOf(value)];
  return Object.entries(value).flatMap(([name, one]: [string, unknown]) =>
    Array.isArray(one) && one.some((member) => typeof member === "object")
      ? [`${shown(name)}:`, ...one.map((member) => `  ${wordsOf(member)}`)]
      : [`${shown(name)}: ${wordsOf(one)}`],
  );
}

function wordsOf(value: unknown): string {
  if (typeof value !== "object" || value === null) return wordOf(value);
  if (Array.isArray(value)) return value.map(wordsOf).join(", ");
  return Object.entries(value)
    .map(([name, one]: [string, unknown]) => `${shown(name)}=${wordOf(one)}`)
    .join(" ");
}

function wordOf(value: unknown): string {
  if (value === null || value === undefined) return "-";
  return shown(typeof value === "string" ? value : JSON.stringify(value));
}
