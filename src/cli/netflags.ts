/** The flags of `doctor net`: how DNS is asked, and which hosts more. What does not fit is `usage`. */
import { isIP } from "node:net";
import { type DnsOptions, MOST_SAMPLES } from "#host/probedns.ts";
import { GosteadError } from "#model/error.ts";
import { quoted } from "#model/quote.ts";

export interface NetFlags {
  readonly resolver?: string;
  readonly samples?: string;
  readonly host?: string;
}

export function dnsOf({ resolver, samples }: NetFlags): DnsOptions {
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

/** Each of some hosts, comma between them, as an origin: `git.example`, `git.example:8443`, `http://10.0.0.7`. */
export function hostsOf({ host }: NetFlags): readonly string[] {
  if (host === undefined) return [];
  const words = host.split(",");
  if (words.length <= MOST_HOSTS) return words.map(originOf);
  throw new GosteadError("usage", `--host names ${words.length} hosts`, {
    fix: `at most ${MOST_HOSTS} at once`,
  });
}

const MOST_HOSTS = 20;

function originOf(word: string): string {
  const text = /^https?:\/\//.test(word) ? word : `https://${word}`;
  const url = /[\s@?#\\]/.test(text) || !URL.canParse(text) ? undefined : new URL(text);
  if (url !== undefined && url.hostname !== "" && url.pathname === "/") return url.origin;
  throw new GosteadError("usage", `--host takes no ${quoted(word)}`, {
    fix: "a name, or a name and a port: --host git.example,10.0.0.7:8443",
  });
}

/** These flags are of the group net: elsewhere they would do nothing. */
export function checkNetFlags(flags: NetFlags, groups: readonly string[]): void {
  const given = (["host", "resolver", "samples"] as const).find((one) => flags[one] !== undefined);
  if (given === undefined || groups.includes("net") || groups.includes("all")) return;
  throw new GosteadError("usage", `--${given} is for doctor net`, {
    fix: `gostead doctor net --${given} …`,
  });
}
