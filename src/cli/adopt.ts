/** `gostead adopt [PATH…]`: trees of other managers become proven toolchains of ours; they keep working. */
import { resolve } from "node:path";
import { GosteadError } from "#model/error.ts";
import { type Release, releaseName } from "#model/release.ts";
import { openPool } from "#store/pool.ts";
import { type Adopted, adopt, type Candidate } from "#toolchain/adopt.ts";
import type { Engine } from "#toolchain/engine.ts";
import { findTrees } from "#toolchain/found.ts";
import { treeBytes } from "#toolchain/gain.ts";
import { identify } from "#toolchain/identity.ts";
import { proofSummary } from "#toolchain/install.ts";
import { judgeTree } from "#toolchain/judge.ts";
import type { CliContext } from "./context.ts";
import { EXIT_OF_VERDICT, jsonOf } from "./judge.ts";
import { openEngine } from "./open.ts";
import { recordEvent, recordFailure } from "./record.ts";
import { count, formatBytes, nameOf, renderError, shown, worseExit } from "./render.ts";
import { requirePermitted } from "./settings.ts";
import { followDefault } from "./switching.ts";
import { barWatcher, openBars } from "./watch.ts";

interface Wanted {
  readonly path: string;
  /** Who keeps it; a path that was named has none. */
  readonly keeper: string | undefined;
}

/** One that cannot be taken over does not keep the next from being. */
export async function runAdopt(
  this: CliContext,
  _flags: Record<never, never>,
  ...words: string[]
): Promise<number> {
  const wanted = wantedTrees(this, words);
  if (wanted.length === 0) this.output.talk("no other Go was found on this machine");
  let exit = 0;
  let free = 0;
  for (const tree of wanted) {
    try {
      const done = await adoptOne(this, tree);
      exit = worseExit(exit, done.exit);
      free += done.free;
    } catch (error) {
      exit = worseExit(exit, renderError(error, this.output, this.globals.json));
      await recordFailure(this, { kind: "adopt", subject: tree.path }, error);
    }
  }
  if (free > 0 && !this.globals.json) {
    this.output.talk(
      `${formatBytes(free)} would be free if the trees that are proven here were removed; they were left as they are`,
    );
  }
  return exit;
}

function wantedTrees({ host }: CliContext, words: readonly string[]): Wanted[] {
  if (words.length === 0) return findTrees(host.env, host.home.root);
  return words.map((word) => ({ path: resolve(host.cwd, word), keeper: undefined }));
}

interface Done {
  readonly exit: number;
  /** Bytes that removing the original would give back. */
  readonly free: number;
}

async function adoptOne(context: CliContext, tree: Wanted): Promise<Done> {
  const bars = openBars(context);
  const watch = barWatcher(shown(tree.path).slice(-24), bars);
  try {
    const engine = await openEngine(context, watch);
    const candidate = { path: tree.path, release: releaseOf(tree.path, engine) };
    await requirePermitted(context, candidate.release.version);
    if (context.globals.dryRun) return await foretell(context, engine, candidate);
    const adopted = await adopt(candidate, engine).catch(async (error: unknown) => {
      throw await explained(error, candidate, engine);
    });
    bars.close();
    const done = await report(context, tree, adopted);
    await followDefault(context, engine, `gostead adopt ${releaseName(candidate.release)}`);
    return done;
  } finally {
    bars.close();
  }
}

/** What only its packager changed is a finding, not an attack. */
async function explained(error: unknown, { path, release }: Candidate, engine: Engine) {
  if (!(error instanceof GosteadError) || error.code !== "altered-tree") return error;
  const pool = openPool();
  try {
    const { verdict, reason } = await judgeTree(path, engine, pool);
    if (verdict !== "packaged") return error;
    return new GosteadError("finding", `${shown(path)} is not adopted: ${shown(reason ?? "")}`, {
      fix: `gostead install ${release.version}`,
      cause: error,
    });
  } finally {
    await pool.close();
  }
}

function releaseOf(path: string, engine: Engine): Release {
  const release = identify(path, engine.platform);
  if (release !== undefined) return release;
  throw new GosteadError("usage", `${shown(path)} is no Go tree: it has no VERSION of a release`, {
    fix: "name a GOROOT such as /usr/local/go; gostead list --found shows those of this machine",
  });
}

/** Judges and says what would be done; nothing is copied. */
async function foretell(
  { output, globals }: CliContext,
  engine: Engine,
  { path, release }: Candidate,
): Promise<Done> {
  const pool = openPool();
  try {
    const judgement = await judgeTree(path, engine, pool);
    const proven = judgement.verdict === "proven";
    const free = proven ? treeBytes(path) : 0;
    const name = nameOf(release, engine.platform);
    if (globals.json) output.json({ ...jsonOf(judgement), wouldFree: free, dryRun: true });
    else if (proven) output.data(`would adopt ${name} from ${shown(path)}: it is proven`);
    else output.data(`would not adopt ${name} from ${shown(path)}: it is ${judgement.verdict}`);
    return { exit: EXIT_OF_VERDICT[judgement.verdict], free };
  } finally {
    await pool.close();
  }
}

async function report(context: CliContext, tree: Wanted, adopted: Adopted): Promise<Done> {
  const { release, status, receipt, path } = adopted;
  const free = treeBytes(tree.path);
  const { output, host, globals } = context;
  if (status === "adopted") {
    const detail = { from: tree.path, h1: receipt.h1, record: receipt.proof.record };
    const event = { kind: "adopt", subject: releaseName(release), result: "ok", detail } as const;
    await recordEvent(context, event);
  }
  if (globals.json) {
    output.json({
      version: release.version,
      platform: release.platform,
      from: tree.path,
      keeper: tree.keeper ?? null,
      path,
      status,
      filesCopied: adopted.filesCopied,
      filesShared: adopted.filesShared,
      bytesAdded: adopted.bytesAdded,
      wouldFree: free,
      proof: { ...proofSummary(receipt.proof, receipt.h1), trust: receipt.trust },
    });
    return { exit: 0, free };
  }
  const from = `${shown(tree.path)}${tree.keeper === undefined ? "" : ` (${tree.keeper})`}`;
  const files = `${count(adopted.filesCopied, "file")} copied, ${adopted.filesShared} shared`;
  const proven = `${nameOf(release, host.platform)} proven: record ${receipt.proof.record}`;
  output.data(
    `${proven}, ${status === "present" ? "already here" : files}, from ${from}; without that tree ${formatBytes(free)} would be free`,
  );
  return { exit: 0, free };
}
