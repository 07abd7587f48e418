/** What runs in this directory, whole: who decided, the tree that is meant, and what is wrong with it. */
import { join } from "node:path";
import { environmentOf } from "#label/environment.ts";
import { findToolchain, type Toolchain } from "#label/find.ts";
import { GosteadError } from "#model/error.ts";
import { explainPin } from "#pin/explain.ts";
import type { Candidate, Pin } from "#pin/pin.ts";
import type { Engine } from "#toolchain/engine.ts";
import { toolchainEnv } from "#toolchain/environment.ts";
import { receiptOf } from "#toolchain/installed.ts";
import { provenByReceipt } from "#toolchain/prove.ts";
import type { CliContext } from "./context.ts";
import { questionHere, reasonOf } from "./here.ts";
import { requireSystem } from "./system.ts";

export interface Chosen {
  /** Undefined for the system's go, and where a pin is wrong. */
  readonly pin: Pin | undefined;
  /** The source that decides: it wins, or what is wrong with it stops everything. */
  readonly deciding: Candidate;
  /** From the one that counts first. */
  readonly chain: readonly Candidate[];
  /** The tree that runs; undefined for the system's go, and where it is not there. */
  readonly found: Toolchain | undefined;
  /** The program itself. */
  readonly go: string | undefined;
  /** Why nothing runs. */
  readonly error: GosteadError | undefined;
}

const SYSTEM: Candidate = { kind: "system", value: "go on PATH" };

/** Throws nothing for what stands in pins: that is in the answer. */
export function chosenHere(context: CliContext, engine: Engine): Chosen {
  const { winner: pin, error, chain } = explainPin(questionHere(context));
  const deciding = chain.find(({ skipped }) => skipped === undefined) ?? SYSTEM;
  const base = { pin, deciding, chain };
  if (error !== undefined) return { ...base, error, found: undefined, go: undefined };
  return { ...base, ...treeOf(context, engine, pin) };
}

function treeOf(
  context: CliContext,
  engine: Engine,
  pin: Pin | undefined,
): Pick<Chosen, "found" | "go" | "error"> {
  try {
    if (pin === undefined || pin.word === "system") {
      return { found: undefined, go: requireSystem(context, "go"), error: undefined };
    }
    const found = findToolchain(pin.word, engine);
    return { found, go: join(found.path, "bin", "go"), error: undefined };
  } catch (error) {
    if (!(error instanceof GosteadError)) throw error;
    return {
      found: undefined,
      go: undefined,
      error: pin === undefined ? error : blamed(error, pin),
    };
  }
}

function blamed(error: GosteadError, pin: Pin): GosteadError {
  return new GosteadError(error.code, `${error.message} (asked for by ${reasonOf(pin)})`, {
    ...(error.fix === undefined ? {} : { fix: error.fix }),
  });
}

/** GOTOOLCHAIN as the program sees it; null where Go's own settings decide. */
export function toolchainMode(
  { host }: CliContext,
  { found }: Chosen,
  engine: Engine,
): string | null {
  if (found === undefined) return host.env.GOTOOLCHAIN || null;
  return toolchainEnv(environmentOf(found, host.env, engine), found.path).GOTOOLCHAIN ?? null;
}

/** Whether the proof that is kept holds, under the key that is trusted now; no file is read for it. */
export function isProven({ release }: Toolchain, engine: Engine): boolean {
  try {
    provenByReceipt(engine, receiptOf(engine.home, release));
    return true;
  } catch (error) {
    if (error instanceof GosteadError) return false;
    throw error;
  }
}

/** The answer of `current --json`, which `why --json` begins with (docs/reference/current.md). */
export function chosenJson(context: CliContext, chosen: Chosen, engine: Engine) {
  const { pin, deciding, found, go, chain, error } = chosen;
  const { kind, file, line, word } = deciding;
  const asked = pin?.word ?? word;
  return {
    version: found?.release.version ?? null,
    ...(asked === undefined ? {} : { word: asked }),
    label: found?.label?.label ?? null,
    path: found?.path ?? go ?? null,
    installed: found !== undefined,
    goroot: found?.path ?? null,
    go: go ?? null,
    reason: { kind: pin?.word === "system" ? "system" : kind, ...placeOf({ file, line }) },
    chain: chain.map((one) => candidateJson(one)),
    toolchainMode: toolchainMode(context, chosen, engine),
    verified: found === undefined ? null : isProven(found, engine),
    ...(error === undefined ? {} : { error: errorJson(error) }),
  };
}

function candidateJson({ kind, file, line, value, skipped, error }: Candidate) {
  return {
    kind,
    ...placeOf({ file, line }),
    value,
    skipped: skipped ?? null,
    ...(error === undefined ? {} : { error: error.code }),
  };
}

function placeOf({
  file,
  line,
}: Record<"file", string | undefined> & Record<"line", number | undefined>) {
  return { ...(file === undefined ? {} : { file }), ...(line === undefined ? {} : { line }) };
}

function errorJson({ code, message, fix }: GosteadError) {
  return { code, message, ...(fix === undefined ? {} : { fix }) };
}
