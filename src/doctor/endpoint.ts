/** What rules about connections have in common: they look at each host that a build goes to, of GOPROXY or not. */
import type { FactValue } from "#facts/facts.ts";
import { type Chain, type Element, ofElements } from "./element.ts";
import { type Draft, notApplicable, type Verdict } from "./rule.ts";

export type Tls = Extract<Element["answer"]["connect"], { readonly is: "tls" }>;

export interface Endpoint extends Pick<Element, "url" | "host" | "isDefault"> {
  readonly answer: Pick<Element["answer"], "dns" | "connect" | "authorities">;
  /** Why a build goes there, or who asks. */
  readonly role: "proxy" | FactValue<"hosts">[number]["role"];
}

interface Reached {
  readonly goproxy: Chain;
  readonly hosts: FactValue<"hosts">;
}

/** Each host once, whatever leads to it. */
export function ofHosts(
  reached: Reached,
  check: (endpoint: Endpoint) => readonly Draft[],
): Verdict {
  const endpoints = endpointsOf(reached);
  if (endpoints.length === 0) return ofElements(reached.goproxy, () => []);
  return endpoints.flatMap((one) => check(one).map((draft) => withRole(draft, one)));
}

/** Each host that TLS came about with; what was not seen is no pass. */
export function ofTls(
  reached: Reached,
  check: (endpoint: Endpoint, tls: Tls) => readonly Draft[],
): Verdict {
  const endpoints = endpointsOf(reached);
  const seen = endpoints.flatMap((endpoint) => {
    const { connect } = endpoint.answer;
    return connect?.is === "tls" ? [{ endpoint, tls: connect }] : [];
  });
  if (seen.length > 0) {
    return seen.flatMap(({ endpoint, tls }) =>
      check(endpoint, tls).map((draft) => withRole(draft, endpoint)),
    );
  }
  if (endpoints.length > 0) return notApplicable("no certificate was seen");
  return ofElements(reached.goproxy, () => []);
}

const WHY: Readonly<Record<Endpoint["role"], string | undefined>> = {
  proxy: undefined,
  named: "--host names it",
  private: "GONOPROXY or GOPRIVATE names it: its modules come straight from it",
  log: "no element of GOPROXY passes the checksum log on: go asks the log itself",
};

/** With a line that says why the host is looked at, where GOPROXY does not name it. */
function withRole(draft: Draft, { role }: Endpoint): Draft {
  const text = WHY[role];
  return text === undefined ? draft : { ...draft, evidence: [...draft.evidence, { text }] };
}

function endpointsOf({ goproxy, hosts }: Reached): readonly Endpoint[] {
  const elements = goproxy.elements.filter((one) => one.kind === "proxy");
  const all: readonly Endpoint[] = [
    ...elements.map((one) => ({ ...one, role: "proxy" }) as const),
    ...hosts.map((one) => ({ ...one, isDefault: false })),
  ];
  const key = ({ url }: Endpoint) => new URL(url).host;
  return all.filter((one, at) => all.findIndex((other) => key(other) === key(one)) === at);
}
