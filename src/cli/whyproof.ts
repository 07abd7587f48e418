/**
 * `gostead why 1.22.6`: the whole chain from the files on disk to the key of the log, each
 * step checked again, without network: files → manifest → h1 → record → tree head → key.
 */
import { findToolchain, type Toolchain, wordOf } from "#label/find.ts";
import type { LogTrust } from "#source/trust.ts";
import type { Engine } from "#toolchain/engine.ts";
import { receiptOf } from "#toolchain/installed.ts";
import { type Receipt, recordPath } from "#toolchain/receipt.ts";
import { type Verification, verifyTree } from "#toolchain/verify.ts";
import type { CliContext } from "./context.ts";
import { openEngine } from "./open.ts";
import { printProblems } from "./problems.ts";
import { alteredEvent, recordEvent } from "./record.ts";
import { count, shown } from "./render.ts";

interface Proof {
  readonly found: Toolchain;
  readonly receipt: Receipt;
  readonly verification: Verification;
  readonly trust: LogTrust;
  /** Of the manifest that is kept. */
  readonly manifest: string;
}

/** Throws `not-installed`, and an integrity error when receipt or proof do not hold. */
export async function explainProof(context: CliContext, word: string): Promise<number> {
  const engine = await openEngine(context);
  const found = findToolchain(word, engine);
  const proof = await proofOf(found, engine);
  const { problems } = proof.verification;
  if (context.globals.json) context.output.json(jsonOf(proof));
  else print(context, proof);
  if (problems.length === 0) return 0;
  const told = { kind: "verify", subject: `go${wordOf(found)}` };
  await recordEvent(context, alteredEvent(told, problems));
  return 4;
}

async function proofOf(found: Toolchain, engine: Engine): Promise<Proof> {
  const receipt = receiptOf(engine.home, found.release);
  const verification = await verifyTree(found, engine);
  const manifest = recordPath(engine.home, found.release);
  return { found, receipt, verification, trust: engine.trust(), manifest };
}

function print({ output }: CliContext, proof: Proof): void {
  const { found, verification } = proof;
  const { problems } = verification;
  const bad = problems.length > 0;
  output.data(`go${wordOf(found)} ${bad ? "is ALTERED" : "is proven"}, checked now and offline:`);
  for (const [step, text] of steps(proof)) output.data(`  ${step.padEnd(9)}  ${shown(text)}`);
  if (!bad) return;
  printProblems(problems, (line) => output.data(line));
  output.warn(`fix: gostead verify --repair ${wordOf(found)}`);
}

function steps({
  found,
  receipt,
  verification,
  trust,
  manifest,
}: Proof): readonly [string, string][] {
  const { filesChecked, problems, proof: expected } = verification;
  const { proof, h1, module } = expected;
  const wrong =
    problems.length === 0 ? "each has" : `${count(problems.length, "problem")}, else each has`;
  return [
    ["files", `${filesChecked} in ${found.path}: ${wrong} the SHA-256 that the manifest says`],
    ["manifest", `${manifest}: its lines hash to the h1`],
    ["h1", `${h1}: what the record says of ${module.path}@${module.version}`],
    ["record", `${proof.record} of ${proof.log}`],
    ["inclusion", `${proof.inclusion.length} hashes lead from the record to the root of the tree`],
    ["tree", `${proof.treeSize} records, root ${proof.rootHash}`],
    ["signed by", `${proof.verifierKey}, ${TRUST[trust.origin]}`],
    ["installed", `${receipt.installed} from ${receipt.source}`],
  ];
}

const TRUST: Readonly<Record<LogTrust["origin"], string>> = {
  "built-in": "the key that Go itself carries",
  user: "the key that your settings name",
  env: "the key that GOSUMDB in the environment names",
};

function jsonOf({ found, receipt, verification, trust, manifest }: Proof) {
  const { filesChecked, problems, proof: expected } = verification;
  const { proof, h1, module } = expected;
  return {
    version: found.release.version,
    platform: found.release.platform,
    label: found.label?.label ?? null,
    proven: problems.length === 0,
    files: { path: found.path, checked: filesChecked, problems },
    manifest,
    h1,
    module: `${module.path}@${module.version}`,
    record: { id: proof.record, text: proof.recordText, inclusion: proof.inclusion },
    tree: { size: proof.treeSize, rootHash: proof.rootHash, signedHead: proof.signedHead },
    key: { log: proof.log, verifierKey: proof.verifierKey, origin: trust.origin },
    installed: receipt.installed,
    source: receipt.source,
  };
}
