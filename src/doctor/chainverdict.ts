/** What each way of starting programs comes to, held against the Go that is asked for here. */
import type { FactValue } from "#facts/facts.ts";

type Chain = FactValue<"chains">["chains"][number];

export interface ChainVerdict {
  readonly chain: Chain;
  /**
   * `same`: the version asked for. `other`: another one. `none`: no go there. `unknown`: it could not be
   * looked at, or its go did not say. `any`: gostead's shims are not here, so that none is asked for.
   */
  readonly is: "same" | "other" | "none" | "unknown" | "any";
  readonly version: string | null;
  readonly reason: string | null;
  /** Whether this user starts programs so: not the shells that only happen to be installed. */
  readonly own: boolean;
}

/** Of every way, in order. */
export function verdictsOf(
  { chains }: FactValue<"chains">,
  gos: FactValue<"chaingos">,
  shell: string,
): readonly ChainVerdict[] {
  return chains.map((chain) => ({ chain, own: isOwn(chain, shell), ...verdictOf(chain, gos) }));
}

/** True where somebody who set gostead up would be surprised. */
export function isWrong({ own, is, chain }: ChainVerdict): boolean {
  return own && (is === "other" || (is === "none" && chain.reads));
}

function verdictOf(
  chain: Chain,
  { said, asked }: FactValue<"chaingos">,
): Pick<ChainVerdict, "is" | "version" | "reason"> {
  if (chain.unknown !== null) return { is: "unknown", version: null, reason: chain.unknown };
  if (chain.go === null) {
    return { is: asked === null ? "any" : "none", version: null, reason: null };
  }
  const same = ({ go, path }: { go: string; path: string }) =>
    go === chain.go && (path === chain.path || go === asked?.go);
  const answer = said.find(same);
  const version = answer?.version ?? null;
  if (version === null)
    return { is: "unknown", version, reason: answer?.unknown ?? "it was not asked" };
  if (asked === null) return { is: "any", version, reason: null };
  return { is: version === asked.version ? "same" : "other", version, reason: null };
}

/** `sh` and what starts jobs are everybody's. */
function isOwn({ name }: Chain, shell: string): boolean {
  const of = /^(bash|zsh|fish)-/.exec(name)?.[1];
  return of === undefined || of === shell;
}
