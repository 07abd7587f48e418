/** One host as a build reaches it: its name, TCP, TLS. Of what it serves nothing is asked. */
import type { Host } from "#host/host.ts";
import { type DnsOptions, probeDns } from "#host/probedns.ts";
import { probeConnect } from "#host/probetls.ts";
import type { HostProbe } from "./networkread.ts";

export interface ProbeOptions {
  readonly host: Host;
  readonly dns: DnsOptions;
  /** For each connection and each answer. */
  readonly timeoutMs: number;
}

export async function probeHost(origin: URL, options: ProbeOptions): Promise<HostProbe> {
  const { env } = options.host;
  const [dns, connect] = await Promise.all([
    probeDns(origin.hostname, options.dns),
    probeConnect({ origin, env, timeoutMs: options.timeoutMs }),
  ]);
  return {
    is: "probed",
    dns: dns ?? null,
    connect,
    authorities: env.SSL_CERT_FILE || env.SSL_CERT_DIR || null,
  };
}
