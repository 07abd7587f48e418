/** GOPROXY as Go reads it, and what each of its elements answers, in order. */
import { DEFAULT_GOPROXY, DEFAULT_GOSUMDB } from "#model/defaults.ts";
import { GosteadError } from "#model/error.ts";
import { type ProxyHop, parseProxyList } from "#model/proxylist.ts";
import { defineFact, known, unknown } from "./fact.ts";
import { type Hop, type HopRead, shownBase } from "./networkread.ts";
import { type Setting, settingsFact } from "./settings.ts";

export interface Element {
  readonly kind: "proxy";
  /** From 1. */
  readonly at: number;
  readonly url: string;
  readonly host: string;
  /** When Go asks the next element: `end` when there is none. */
  readonly next: "absent" | "any" | "end";
  /** What that next element is; null at the end. */
  readonly following: string | null;
  /** GOPROXY was not set and this is Go's own: a public server. */
  readonly isDefault: boolean;
  readonly answer: Hop;
}

interface Elsewhere {
  readonly kind: "direct" | "off" | "noproxy";
}

export interface GoProxyChain {
  readonly value: string;
  readonly origin: Setting["origin"] | "default";
  /** Why Go cannot read it; null when it can. */
  readonly invalid: string | null;
  readonly elements: readonly (Element | Elsewhere)[];
}

type Settings = Readonly<Record<string, Setting>>;

export const goproxyFact = defineFact({
  name: "goproxy",
  cost: "network",
  about: "each element of GOPROXY: name, connection, certificate, answers",
  needs: { settings: settingsFact },
  reads: (_, { settings }): readonly HopRead[] =>
    hopsOf(settings).hops.flatMap((hop) =>
      hop.kind === "proxy" ? [{ hop: shownBase(hop.url), log: logNameOf(settings) }] : [],
    ),
  parse: (answers, _, { settings }) => {
    const { hops, invalid } = hopsOf(settings);
    const left = [...answers];
    const elements: (Element | Elsewhere)[] = [];
    for (const [at, hop] of hops.entries()) {
      if (hop.kind !== "proxy") {
        elements.push({ kind: hop.kind });
        continue;
      }
      const answer = left.shift();
      if (answer?.is !== "probed") return unknown(answer?.reason ?? "it was not asked");
      elements.push(elementOf({ hops, at, hop }, answer));
    }
    const set = settings.GOPROXY;
    const value = set?.value ?? DEFAULT_GOPROXY;
    return known<GoProxyChain>({ value, origin: set?.origin ?? "default", invalid, elements });
  },
});

interface Place {
  readonly hops: readonly ProxyHop[];
  readonly at: number;
  readonly hop: Extract<ProxyHop, { kind: "proxy" }>;
}

function elementOf({ hops, at, hop }: Place, answer: Hop): Element {
  const next = hops[at + 1];
  const url = shownBase(hop.url);
  return {
    kind: "proxy",
    at: at + 1,
    url,
    host: new URL(url).hostname,
    next: hop.next,
    following: next === undefined ? null : next.kind === "proxy" ? shownBase(next.url) : next.kind,
    isDefault: DEFAULT_GOPROXY.split(",").includes(url),
    answer,
  };
}

function hopsOf(settings: Settings): ProxyList {
  return readProxyList(settings.GOPROXY?.value ?? "");
}

export interface ProxyList {
  readonly hops: readonly ProxyHop[];
  /** Why Go cannot read it; null when it can. */
  readonly invalid: string | null;
}

export function readProxyList(text: string): ProxyList {
  try {
    return { hops: parseProxyList(text), invalid: null };
  } catch (error) {
    if (!(error instanceof GosteadError)) throw error;
    return { hops: [], invalid: error.message };
  }
}

/** The name in GOSUMDB: `sum.golang.org`, `name+hash+key`, `name URL`. */
export function logNameOf(settings: Settings): string {
  const [word = ""] = (settings.GOSUMDB?.value ?? "").trim().split(/[\s+]/);
  return word === "" || word === "off" ? DEFAULT_GOSUMDB : word;
}

/** Where Go finds the log when no proxy passes it on; undefined where it asks no log. */
export function logHostOf(settings: Settings): string | undefined {
  const [word, url = `https://${logNameOf(settings)}`] = (settings.GOSUMDB?.value ?? "")
    .trim()
    .split(/\s+/);
  if (word === "off" || !/^https?:\/\//.test(url) || !URL.canParse(url)) return undefined;
  return new URL(url).origin;
}
