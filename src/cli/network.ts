/** The network as checks may ask it, with what this home knows of the checksum log (security S14). */
import { type LogKnowledge, type Network, noNetwork, realNetwork } from "#facts/network.ts";
import type { DnsOptions } from "#host/probedns.ts";
import { GosteadError, isIntegrity } from "#model/error.ts";
import { releaseOfModuleVersion } from "#model/module.ts";
import { compareVersions, type GoVersion, isPrerelease } from "#model/version.ts";
import { lostReleases, rememberReleases, seenReleases } from "#source/seen.ts";
import { remoteReleases } from "#source/versions.ts";
import { checkHead, staleDays } from "#toolchain/headcheck.ts";
import { logOf } from "#toolchain/prove.ts";
import type { CliContext } from "./context.ts";
import { openEngine } from "./open.ts";

/** `dns`: which DNS server is sampled, and how often. */
export function networkOf(context: CliContext, dns: DnsOptions = {}): Network {
  if (context.globals.offline) return noNetwork("--offline forbids the network");
  return realNetwork(context.host, { knowledge: knowledgeOf(context), dns });
}

function knowledgeOf(context: CliContext): LogKnowledge {
  return {
    logHead: (timeoutMs) => inTime(context, { timeoutMs, work: () => provenHead(context) }),
    versions: (timeoutMs) => inTime(context, { timeoutMs, work: () => listed(context) }),
  };
}

interface Timed<A> {
  readonly timeoutMs: number;
  readonly work: () => Promise<A>;
}

interface Failed {
  readonly is: "failed";
  readonly name: string;
  readonly code: string;
  readonly reason: string;
  readonly integrity: boolean;
}

async function inTime<A>(context: CliContext, { timeoutMs, work }: Timed<A>): Promise<A | Failed> {
  const over = new AbortController();
  const name = await logName(context);
  const failed = { is: "failed", name, integrity: false } as const;
  const late = context.host
    .sleep(timeoutMs, over.signal)
    .then(() => ({ ...failed, code: "timeout", reason: `no answer in ${timeoutMs / 1000} s` }));
  try {
    return await Promise.race([work(), late]);
  } catch (error) {
    if (!(error instanceof GosteadError)) throw error;
    const { code, message } = error;
    return { ...failed, code, reason: message, integrity: isIntegrity(error) };
  } finally {
    late.catch(() => {});
    over.abort();
  }
}

async function logName(context: CliContext): Promise<string> {
  try {
    return (await openEngine(context)).trust().name;
  } catch {
    // Why there is none is what the work itself will say.
    return "the checksum log";
  }
}

/** Ours is moved forward first: only then does it tell whether the log stands still. */
async function provenHead(context: CliContext) {
  const engine = await openEngine(context);
  const begun = context.host.monotonicMs();
  const latest = await logOf(engine).readRemote("/latest");
  const { before, given } = await checkHead(Buffer.from(latest).toString("utf8"), engine);
  return {
    is: "proven",
    name: engine.trust().name,
    size: given.size,
    before: before?.size ?? null,
    staleDays: staleDays(engine) ?? null,
    ms: Math.round(context.host.monotonicMs() - begun),
  } as const;
}

async function listed(context: CliContext) {
  const engine = await openEngine(context);
  const { source, releases } = await remoteReleases(engine.route());
  const seen = seenReleases(engine.home, source);
  await rememberReleases(engine.home, source, releases);
  const before = [...seen].flatMap(
    (name) => releaseOfModuleVersion(`v0.0.1-${name}`)?.version ?? [],
  );
  return {
    is: "listed",
    source,
    count: releases.length,
    lost: lostReleases(seen, releases).sort(),
    latest: latestOf(releases.map(({ version }) => version)),
    latestBefore: latestOf(before),
  } as const;
}

function latestOf(versions: readonly GoVersion[]): string | null {
  return (
    versions
      .filter((version) => !isPrerelease(version))
      .sort(compareVersions)
      .at(-1) ?? null
  );
}
