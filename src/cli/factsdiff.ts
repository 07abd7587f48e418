/**
 * `gostead facts diff A [B] [FACT…]`: where two machines differ, CI's and a laptop, say;
 * with one file, that machine and this one. Exit 1 when they do.
 */
import { compareFacts, type Difference } from "#facts/diff.ts";
import { FACT_NAMES, type FactName, type Facts, isFactName } from "#facts/facts.ts";
import { gather } from "#facts/gather.ts";
import { thisPlace } from "#facts/place.ts";
import { GosteadError } from "#model/error.ts";
import { quoted } from "#model/quote.ts";
import type { CliContext } from "./context.ts";
import { readFacts } from "./factsfile.ts";
import { policyAskedIfAny } from "./policy.ts";
import { count, shown } from "./render.ts";
import { settingsFault } from "./settings.ts";

/** What differs from one moment to the next: compared only when named. */
const FLEETING: readonly string[] = ["processes", "launch"];
const HERE = "this machine";

export async function diffFacts(context: CliContext, words: readonly string[]): Promise<number> {
  const [first, ...rest] = words;
  if (first === undefined) {
    throw new GosteadError("usage", "facts diff needs a file, or two", {
      fix: "gostead facts diff ci.json laptop.json",
    });
  }
  const isOne = rest[0] === undefined || isFactName(rest[0]);
  const [second, named] = isOne ? [HERE, rest] : [rest[0] ?? HERE, rest.slice(1)];
  const lost = named.find((word) => !isFactName(word));
  if (lost !== undefined) {
    throw new GosteadError("usage", `there is no fact ${quoted(lost)}`, {
      fix: `one of ${FACT_NAMES.join(", ")}`,
    });
  }
  const names = FACT_NAMES.filter((name) =>
    named.length > 0 ? named.includes(name) : !FLEETING.includes(name),
  );
  const a = await readFacts(context, first, { names });
  const b = isOne ? await factsHere(context, names) : await readFacts(context, second, { names });
  const { differences, unknown } = compareFacts(names, a, b);
  if (context.globals.json) context.output.json({ a: first, b: second, differences, unknown });
  else print(context, { a: first, b: second, differences, unknown });
  if (differences.length > 0) return 1;
  return named.length > 0 && unknown.length > 0 ? 3 : 0;
}

async function factsHere(context: CliContext, names: readonly FactName[]): Promise<Partial<Facts>> {
  return await gather(names, {
    ...thisPlace(context.host),
    asked: await policyAskedIfAny(context),
    settingsFault: await settingsFault(context),
  });
}

interface Found {
  readonly a: string;
  readonly b: string;
  readonly differences: readonly Difference[];
  readonly unknown: readonly string[];
}

function print({ output }: CliContext, { a, b, differences, unknown }: Found): void {
  for (const { fact, at, ...sides } of differences) {
    output.data(at === "" ? fact : `${fact}.${shown(at)}`);
    output.data(`  ${shown(a)}: ${worded(sides.a)}`);
    output.data(`  ${shown(b)}: ${worded(sides.b)}`);
  }
  if (unknown.length > 0)
    output.data(`not compared, unknown in one of them: ${unknown.join(", ")}`);
  output.data(count(differences.length, "difference"));
}

function worded(value: unknown): string {
  if (value === undefined) return "-";
  return shown(typeof value === "string" ? value : JSON.stringify(value));
}
