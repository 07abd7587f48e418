/**
 * How steadily a name resolves. Connections ask the system (getaddrinfo, so
 * hosts files count); the samples go to the DNS servers themselves, each with
 * a channel of its own, one try of one second, no search list and no cache:
 * what is lost on the way shows as lost. A and AAAA are two lookups; "no such
 * name" and "no such record" are answers, as DNS did its work.
 */
import { lookup, Resolver } from "node:dns/promises";
import { isIP } from "node:net";
import { monotonicMs, sleep } from "./clock.ts";
import { codeOf } from "./env.ts";

export interface DnsOptions {
  /** `IP` or `IP:port` of a DNS server to ask instead of the system's. */
  readonly resolver?: string | undefined;
  /** Lookups of A, and as many of AAAA; at most MOST_SAMPLES. */
  readonly samples?: number | undefined;
}

export interface DnsProbe {
  /** What connections get; empty when the system finds nothing. */
  readonly system: readonly string[];
  /** Why the system found nothing: `ENOTFOUND`, `EAI_AGAIN`, `timeout`; null when it did. */
  readonly error: string | null;
  /** Lookups sent to DNS servers, and those that came back. */
  readonly asked: number;
  readonly answered: number;
  readonly minMs: number | null;
  readonly medianMs: number | null;
  readonly p95Ms: number | null;
  /** All answers to the same question named the same addresses. */
  readonly steady: boolean;
  /** Why lookups failed, each once: `ETIMEOUT`, `ESERVFAIL`. */
  readonly errors: readonly string[];
}

const SAMPLES = 10;
/** Begun within the second that the last one still has. */
export const MOST_SAMPLES = 60;
const TRY_MS = 1000;
const OVERALL_MS = 3000;
/** Between samples: a burst would measure its own queue. */
const GAP_MS = 30;
const ANSWERS = new Set(["ENODATA", "ENOTFOUND"]);

/** Undefined for an address, which nobody looks up. Takes three seconds at most, with most samples five. */
export async function probeDns(
  host: string,
  options: DnsOptions = {},
): Promise<DnsProbe | undefined> {
  if (isIP(host.replace(/^\[|\]$/g, "")) !== 0) return undefined;
  const [system, tries] = await Promise.all([systemLookup(host), sample(host, options)]);
  const times = tries.filter(({ failed }) => failed === null).map(({ ms }) => ms);
  const answers = (kind: Kind) =>
    new Set(tries.filter((one) => one.kind === kind && one.failed === null).map((one) => one.said));
  return {
    ...system,
    asked: tries.length,
    answered: times.length,
    ...spread(times),
    steady: answers("A").size <= 1 && answers("AAAA").size <= 1,
    errors: [...new Set(tries.flatMap(({ failed }) => failed ?? []))].sort(),
  };
}

/** Smallest, middle and 95th percentile, in whole milliseconds; null of nothing. */
export function spread(times: readonly number[]) {
  const sorted = [...times].sort((a, b) => a - b).map(Math.round);
  const at = (share: number) => sorted[Math.ceil(share * sorted.length) - 1] ?? null;
  return { minMs: sorted[0] ?? null, medianMs: at(0.5), p95Ms: at(0.95) };
}

async function systemLookup(host: string): Promise<Pick<DnsProbe, "system" | "error">> {
  const over = new AbortController();
  const late = sleep(OVERALL_MS, over.signal).then(
    () => ({ system: [], error: "timeout" }),
    () => ({ system: [], error: null }),
  );
  try {
    const found = lookup(host, { all: true });
    return await Promise.race([found.then(addressesOf), late]);
  } catch (error) {
    return { system: [], error: codeOf(error) ?? "EAI_FAIL" };
  } finally {
    over.abort();
  }
}

function addressesOf(found: readonly { readonly address: string }[]) {
  return { system: found.map(({ address }) => address).sort(), error: null };
}

type Kind = "A" | "AAAA";

interface Try {
  readonly kind: Kind;
  readonly ms: number;
  /** Addresses, sorted; or that there is none. */
  readonly said: string;
  readonly failed: string | null;
}

async function sample(host: string, { resolver, samples = SAMPLES }: DnsOptions): Promise<Try[]> {
  const rounds = Array.from({ length: samples }, async (_, at) => {
    await sleep(at * GAP_MS);
    return await Promise.all([ask("A", host, resolver), ask("AAAA", host, resolver)]);
  });
  return (await Promise.all(rounds)).flat();
}

async function ask(kind: Kind, host: string, server: string | undefined): Promise<Try> {
  const resolver = new Resolver({ timeout: TRY_MS, tries: 1 });
  if (server !== undefined) resolver.setServers([server]);
  const begun = monotonicMs();
  // Several servers in resolv.conf are tried in turn, each for its second.
  const tooLong = new AbortController();
  const guard = sleep(OVERALL_MS - 500, tooLong.signal).then(
    () => resolver.cancel(),
    () => {},
  );
  const done = (said: string, failed: string | null): Try => ({
    kind,
    ms: monotonicMs() - begun,
    said,
    failed,
  });
  try {
    const found = kind === "A" ? await resolver.resolve4(host) : await resolver.resolve6(host);
    return done(found.sort().join(" "), null);
  } catch (error) {
    const code = codeOf(error) ?? "EFAIL";
    return ANSWERS.has(code) ? done(code, null) : done("", code);
  } finally {
    tooLong.abort();
    await guard;
  }
}
