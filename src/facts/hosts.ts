/**
 * The hosts besides those of GOPROXY that a build goes to, and those that who
 * asks names: hosts of private modules, which Go fetches straight from them, and
 * the checksum log's own where no element of GOPROXY passes the log on.
 */
import { defineFact, known, unknown } from "./fact.ts";
import { type GoProxyChain, goproxyFact, logHostOf } from "./goproxy.ts";
import type { HostProbe, HostRead } from "./networkread.ts";
import { type Setting, settingsFact } from "./settings.ts";

export interface NeededHost {
  /** An origin: `https://git.example`. */
  readonly url: string;
  readonly host: string;
  readonly role: "named" | "private" | "log";
  readonly answer: HostProbe;
}

type Settings = Readonly<Record<string, Setting>>;

export const hostsFact = defineFact({
  name: "hosts",
  cost: "network",
  about:
    "hosts of private modules, the log's own, and those of --host: name, connection, certificate",
  needs: { settings: settingsFact, goproxy: goproxyFact },
  reads: ({ hosts }, { settings, goproxy }): readonly HostRead[] =>
    wantedOf({ named: hosts ?? [], settings, goproxy }).map(({ url }) => ({ host: url })),
  parse: (answers, { hosts }, { settings, goproxy }) => {
    const found: NeededHost[] = [];
    for (const [at, wanted] of wantedOf({ named: hosts ?? [], settings, goproxy }).entries()) {
      const answer = answers[at];
      if (answer?.is !== "probed") return unknown(answer?.reason ?? "it was not asked");
      found.push({ ...wanted, host: new URL(wanted.url).hostname, answer });
    }
    return known(found);
  },
});

interface Wanting {
  readonly named: readonly string[];
  readonly settings: Settings;
  readonly goproxy: GoProxyChain;
}

function wantedOf({
  named,
  settings,
  goproxy,
}: Wanting): readonly Pick<NeededHost, "url" | "role">[] {
  const log = asksLogItself(goproxy) ? logHostOf(settings) : undefined;
  return [
    ...named.map((url) => ({ url, role: "named" }) as const),
    ...privateHosts(settings).map((host) => ({ url: `https://${host}`, role: "private" }) as const),
    ...(log === undefined ? [] : [{ url: log, role: "log" } as const]),
  ];
}

/**
 * Go asks the elements in turn whether they pass the log on, goes from one to the
 * next as for modules, and behind the last to the log itself (initBase in
 * cmd/go/internal/modfetch/sumdb.go).
 */
function asksLogItself({ elements }: GoProxyChain): boolean {
  if (elements.every(({ kind }) => kind === "off")) return false;
  for (const one of elements) {
    if (one.kind !== "proxy") return true;
    const { log } = one.answer.pages;
    const status = log?.is === "answered" ? log.status : 0;
    if (status === 200) return false;
    if (one.next !== "any" && status !== 404 && status !== 410) return false;
  }
  return true;
}

/** Hosts that the patterns name whole: where a `*` stands there are too many, or none. */
function privateHosts(settings: Settings): readonly string[] {
  const patterns = (settings.GONOPROXY ?? settings.GOPRIVATE)?.value.split(",") ?? [];
  const hosts = patterns.map((pattern) => pattern.trim().split("/")[0]?.toLowerCase() ?? "");
  return [...new Set(hosts)].filter((host) => HOST.test(host)).slice(0, MOST_HOSTS);
}

const HOST = /^[a-z0-9-]+(\.[a-z0-9-]+)+$/;
/** Each is asked many times over; nobody waits for more. */
const MOST_HOSTS = 10;
