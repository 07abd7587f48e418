/** The flags of `doctor net` about DNS. What does not fit is `usage`. */
import { isIP } from "node:net";
import { type DnsOptions, MOST_SAMPLES } from "#host/probedns.ts";
import { GosteadError } from "#model/error.ts";
import { quoted } from "#model/quote.ts";

export interface DnsFlags {
  readonly resolver?: string;
  readonly samples?: string;
}

export function dnsOf({ resolver, samples }: DnsFlags): DnsOptions {
  return { resolver: resolverOf(resolver), samples: samplesOf(samples) };
}

/** An address, with a port or without: `192.0.2.53`, `192.0.2.53:5353`, `[2001:db8::53]:5353`. */
function resolverOf(word: string | undefined): string | undefined {
  if (
    word === undefined ||
    isIP(word.replace(/^\[(.*)\](:\d+)?$|^([\d.]+)(:\d+)?$/, "$1$3")) !== 0
  ) {
    return word;
  }
  throw new GosteadError("usage", `--resolver takes no ${quoted(word)}`, {
    fix: "the address of a DNS server: --resolver 192.0.2.53, or 192.0.2.53:5353",
  });
}

function samplesOf(word: string | undefined): number | undefined {
  if (word === undefined) return undefined;
  const count = /^\d{1,3}$/.test(word) ? Number(word) : 0;
  if (count >= 1 && count <= MOST_SAMPLES) return count;
  throw new GosteadError("usage", `--samples takes no ${quoted(word)}`, {
    fix: `a number from 1 to ${MOST_SAMPLES}: --samples 10`,
  });
}
