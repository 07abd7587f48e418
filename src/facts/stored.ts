/**
 * The one reader of facts that were taken elsewhere. A file of them is one JSON object:
 *
 *   {"schema": "facts", "format": 1, "version": "1.0.0", "path": {"known": true, "value": …}, …}
 *
 * as `gostead facts --json` prints it (a map of facts alone will do), or what the script of `gostead facts script` wrote
 * (storednode.ts), which is looked at as a machine is. A fact that is unknown here by name is
 * nobody's to judge; one that the file lacks is unknown. What who asks says (the policy, the
 * day, the table of advisories) is asked now. Whoever wrote the file may be hostile.
 */
import { GosteadError } from "#model/error.ts";
import { quoted } from "#model/quote.ts";
import type { Asked } from "./asked.ts";
import type { Fact } from "./fact.ts";
import { type FactName, type Facts, isFactName } from "./facts.ts";
import { gather } from "./gather.ts";
import { lookAtFile } from "./look.ts";
import { noNetwork } from "./network.ts";
import { REAL_OWNERSHIP } from "./ownership.ts";
import { gosteadOf, type Place, TIMEOUT_MS } from "./place.ts";
import { textOf } from "./read.ts";
import { type Json, nodePlace } from "./storednode.ts";

export const FACTS_FORMAT = 1;

const NOTHING = "facts are stored: nothing is asked again";

const MAX_BYTES = 32 << 20;
const FIX = "gostead facts --json > node.json, or gostead facts script | ssh node sh > node.json";

/** Facts as a file keeps them. `version`: gostead's own. */
export function storedForm(facts: Partial<Facts>, version: string): Json {
  return { schema: "facts", format: FACTS_FORMAT, version, ...facts };
}

/**
 * A file's facts as a place to gather them from again. `path`: absolute; `named`: as errors say it.
 * Throws `usage` where there is no such file, `bad-facts` for one that is damaged or something
 * else, `newer-format` for a later gostead's.
 */
export async function storedPlace(path: string, named: string, asked?: Asked): Promise<Place> {
  const read = textOf(await lookAtFile("/", { file: path, max: MAX_BYTES }));
  if (read.is === "absent") {
    throw new GosteadError("usage", `there is no file ${quoted(named, 200)}`, { fix: FIX });
  }
  if (read.is !== "text") throw badFacts(named, read.reason);
  return parseStored(read.text, named, asked);
}

/** The facts named, of a file. Throws as `storedPlace` does. */
export async function storedFacts<N extends FactName>(
  { path, named, asked }: { path: string; named: string; asked?: Asked | undefined },
  names: readonly N[],
): Promise<Facts<N>> {
  return await gather(names, await storedPlace(path, named, asked));
}

/** The same of a file's text. Touches nothing. */
export function parseStored(text: string, named: string, asked?: Asked): Place {
  const document = documentOf(text, named);
  const { schema, format } = document;
  if (isBare(document)) return factsPlace(document, named, asked);
  if (schema !== "facts" && schema !== "node") throw badFacts(named, "its schema is another");
  if (typeof format !== "number" || !Number.isInteger(format) || format < 1) {
    throw badFacts(named, "it has no format");
  }
  if (format > FACTS_FORMAT) {
    throw new GosteadError(
      "newer-format",
      `${quoted(named, 200)} has format ${format}, this gostead reads ${FACTS_FORMAT}`,
      { fix: "upgrade gostead, or take the facts with this one's: gostead facts script" },
    );
  }
  return schema === "node" ? nodePlace(document, asked) : factsPlace(document, named, asked);
}

function documentOf(text: string, named: string): Json {
  try {
    const document: unknown = JSON.parse(text);
    if (typeof document === "object" && document !== null && !Array.isArray(document)) {
      return { ...document };
    }
  } catch {
    throw badFacts(named, text.trim() === "" ? "it is empty" : "it is no JSON, or cut short");
  }
  throw badFacts(named, "it is no JSON object");
}

/** Facts and nothing else, put together by hand or by another program. */
function isBare(document: Json): boolean {
  const facts = Object.values(document);
  return facts.length > 0 && facts.every(isFact);
}

/** Nothing is looked at again but what is asked now. */
function factsPlace(document: Json, named: string, asked: Asked | undefined): Place {
  const stored = new Map<string, Fact<unknown>>();
  for (const [name, fact] of Object.entries(document)) {
    if (!isFactName(name)) continue;
    if (!isFact(fact)) throw badFacts(named, `its fact ${name} is damaged`);
    stored.set(name, fact);
  }
  return {
    ...{ root: "/", env: {}, cwd: "/", gostead: gosteadOf({}), uid: undefined, asked },
    ...{ ownership: REAL_OWNERSHIP, platform: "unknown", timeoutMs: TIMEOUT_MS },
    network: noNetwork(NOTHING),
    stored: (name) =>
      asked !== undefined && ASKED_NOW.has(name)
        ? undefined
        : (stored.get(name) ?? { known: false, reason: `${named} does not have it` }),
    run: async () => ({ is: "failed", reason: NOTHING }),
    answer: () => undefined,
  };
}

/** Facts that read nothing: the policy and the table are this gostead's. */
const ASKED_NOW: ReadonlySet<string> = new Set<FactName>(["policy", "golife"]);

function isFact(value: unknown): value is Fact<unknown> {
  if (typeof value !== "object" || value === null || !("known" in value)) return false;
  if (value.known === true) return "value" in value;
  return value.known === false && "reason" in value && typeof value.reason === "string";
}

function badFacts(named: string, why: string): GosteadError {
  return new GosteadError("bad-facts", `${quoted(named, 200)} holds no facts: ${why}`, {
    fix: FIX,
  });
}
