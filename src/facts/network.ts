/** The network as a port: the real one, a recorded one, or none. */
import type { Host } from "#host/host.ts";
import type { DnsOptions } from "#host/probedns.ts";
import type {
  HopAnswer,
  HopRead,
  HostAnswer,
  HostRead,
  LogAnswer,
  Unasked,
  VersionsAnswer,
} from "./networkread.ts";

export interface Network {
  hop(read: HopRead, timeoutMs: number): Promise<HopAnswer>;
  host(read: HostRead, timeoutMs: number): Promise<HostAnswer>;
  logHead(timeoutMs: number): Promise<LogAnswer>;
  versions(timeoutMs: number): Promise<VersionsAnswer>;
}

/** Who knows the checksum log and what it said before: given by cli, as facts may not know its rooms. */
export type LogKnowledge = Pick<Network, "logHead" | "versions">;

export interface NetworkOptions {
  readonly knowledge?: LogKnowledge | undefined;
  /** Which DNS server is sampled, and how often. */
  readonly dns?: DnsOptions;
}

/** Nothing is asked. */
export function noNetwork(reason: string): Network {
  const unasked: Unasked = { is: "unasked", reason };
  return {
    hop: async () => unasked,
    host: async () => unasked,
    logHead: async () => unasked,
    versions: async () => unasked,
  };
}

export function realNetwork(host: Host, { knowledge, dns = {} }: NetworkOptions = {}): Network {
  return {
    ...noNetwork("nobody here knows the checksum log"),
    ...knowledge,
    hop: async (read, timeoutMs) => {
      // Sockets and TLS are not for those who look at files alone.
      const { probeHop } = await import("./hop.ts");
      return await probeHop(read, { host, dns, timeoutMs });
    },
    host: async (read, timeoutMs) => {
      const { probeHost } = await import("./probehost.ts");
      return await probeHost(new URL(read.host), { host, dns, timeoutMs });
    },
  };
}

/** What `network` in machine.json says; its answers are taken at their word. */
export function recordedNetwork(record: unknown): Network {
  if (typeof record !== "object" || record === null) return noNetwork("it was not recorded");
  const answers: Readonly<Record<string, unknown>> = { ...record };
  const answer = <A>(key: string): A | Unasked =>
    (answers[key] as A | undefined) ?? { is: "unasked", reason: `${key} was not recorded` };
  return {
    hop: async ({ hop }) => answer<HopAnswer>(hop),
    host: async ({ host }) => answer<HostAnswer>(host),
    logHead: async () => answer<LogAnswer>("log"),
    versions: async () => answer<VersionsAnswer>("versions"),
  };
}
