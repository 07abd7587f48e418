/** What `doctor policy` is asked about: --policy, else policy.name of the settings; and what gostead knows by itself. */
import { closeSync, openSync, readSync, realpathSync, statSync } from "node:fs";
import { resolve } from "node:path";
import type { Asked } from "#facts/asked.ts";
import { allTrees, type Toolchain } from "#label/find.ts";
import { GosteadError } from "#model/error.ts";
import { POLICY_NAMES, parsePolicyName } from "#model/policyname.ts";
import { quoted } from "#model/quote.ts";
import type { Policy } from "#policy/policy.ts";
import { shippedTable } from "#source/vulndb.ts";
import type { Engine } from "#toolchain/engine.ts";
import { receiptOf } from "#toolchain/installed.ts";
import { isProven } from "./chosen.ts";
import type { CliContext } from "./context.ts";
import { activeToolchain } from "./here.ts";
import { openEngine } from "./open.ts";
import { labelLayer } from "./whyvalue.ts";

/** Bytes of a policy file, and one more to see that it is longer. */
const MAX_BYTES = 64 * 1024 + 1;

/** `word` is what --policy says. Throws `usage` where it names nothing, `bad-setting` with file and line. */
async function policyAsked(context: CliContext, word?: string): Promise<Asked> {
  const engine = await openEngine(context);
  const tree = activeToolchain(context, engine);
  return {
    today: context.host.now().toISOString().slice(0, 10),
    policy: await policyOf(context, word),
    managed: tree === undefined ? undefined : { goroot: tree.path, ...labelLayer(tree, engine) },
    proofOf: (goroot) => proofOf(goroot, engine),
    table: shippedTable,
  };
}

/** The same where settings and home may be unsound: then nobody says, and what needs it is unknown. */
export async function policyAskedIfAny(context: CliContext): Promise<Asked | undefined> {
  try {
    return await policyAsked(context);
  } catch (error) {
    if (!(error instanceof GosteadError)) throw error;
    context.output.warn(error.message);
    return undefined;
  }
}

const NEEDING: ReadonlySet<string> = new Set(["policy", "toolchain", "all"]);

/** `groups`: those that were named. Only --policy and its group need settings and home to be sound. */
export async function policyAskedFor(
  context: CliContext,
  groups: readonly string[],
  policy: string | undefined,
): Promise<Asked | undefined> {
  const isNamed = groups.includes("policy");
  if (policy !== undefined && groups.length > 0 && !isNamed) {
    throw new GosteadError("usage", "--policy is for the group policy", {
      fix: "gostead doctor policy --policy production",
    });
  }
  if (groups.length > 0 && !groups.some((group) => NEEDING.has(group))) return undefined;
  return policy !== undefined || isNamed
    ? await policyAsked(context, policy)
    : await policyAskedIfAny(context);
}

async function policyOf(context: CliContext, word?: string): Promise<Policy | null> {
  const named = word ?? (await context.settings()).get("policy.name")?.value;
  if (named === undefined) return null;
  const { builtInPolicy, readPolicy } = await import("#policy/builtin.ts");
  const name = parsePolicyName(named);
  if (name !== undefined) return builtInPolicy(name);
  return readPolicy(readFile(resolve(context.host.cwd, named), named), named);
}

/** A fifo or a device is not opened. */
function readFile(path: string, named: string): Uint8Array {
  const fix = `name one of ${POLICY_NAMES.join(", ")}, or a file`;
  const status = statSync(path, { throwIfNoEntry: false });
  if (status?.isFile() !== true) {
    throw new GosteadError("usage", `there is no policy ${quoted(named, 200)}`, { fix });
  }
  const buffer = Buffer.alloc(MAX_BYTES);
  try {
    const fd = openSync(path, "r");
    try {
      return buffer.subarray(0, readSync(fd, buffer, 0, MAX_BYTES, 0));
    } finally {
      closeSync(fd);
    }
  } catch (cause) {
    throw new GosteadError("usage", `cannot read the policy ${quoted(named, 200)}`, { fix, cause });
  }
}

/** By its receipt, under the key that is trusted now; no file of the tree is read for it. */
function proofOf(goroot: string, engine: Engine) {
  const tree = allTrees(engine).find(({ path }) => path === goroot || realOf(path) === goroot);
  if (tree === undefined) return undefined;
  return { proven: isProven(tree, engine), source: sourceOf(tree, engine) };
}

function sourceOf({ release }: Toolchain, engine: Engine): string | null {
  try {
    return receiptOf(engine.home, release).source;
  } catch (error) {
    if (error instanceof GosteadError) return null;
    throw error;
  }
}

function realOf(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}
