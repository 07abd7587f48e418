/**
 * What rules about the network have in common: they look at the elements of
 * GOPROXY one by one, at what each answered, and at what Go does next.
 */
import type { FactValue } from "#facts/facts.ts";
import { type Draft, notApplicable, type Verdict } from "./rule.ts";

export type Chain = FactValue<"goproxy">;
export type Element = Extract<Chain["elements"][number], { readonly kind: "proxy" }>;
export type Page = NonNullable<Element["answer"]["pages"]["list"]>;
export type Answered = Extract<Page, { readonly is: "answered" }>;

/** The verdict of all elements together. */
export function ofElements(
  { elements, invalid }: Chain,
  check: (element: Element) => readonly Draft[],
): Verdict {
  if (invalid !== null) return notApplicable("GOPROXY cannot be read");
  const proxies = elements.filter((one) => one.kind === "proxy");
  if (proxies.length === 0) return notApplicable("GOPROXY names no proxy");
  return proxies.flatMap(check);
}

/** The elements that gave any answer of their own. */
export function ofAnswering(chain: Chain, check: (element: Element) => readonly Draft[]): Verdict {
  const answering = only(chain, (element) => answersOf(element).length > 0);
  if (answering === undefined) return notApplicable("no element answered");
  return ofElements(answering, check);
}

/** The elements that a connection as it should be leads to. */
export function ofConnected(chain: Chain, check: (element: Element) => readonly Draft[]): Verdict {
  const connected = only(chain, isConnected);
  if (connected === undefined) return notApplicable("no connection came about");
  return ofElements(connected, check);
}

/** The chain with fewer proxies; undefined where none is left of some. */
function only(chain: Chain, keep: (element: Element) => boolean): Chain | undefined {
  const elements = chain.elements.filter((one) => one.kind !== "proxy" || keep(one));
  const isLeft = elements.some(({ kind }) => kind === "proxy");
  return isLeft || elements.length === chain.elements.length ? { ...chain, elements } : undefined;
}

/** What was asked for, below the element's URL, and what came. */
export function pagesOf({ answer }: Element): readonly { path: string; page: Page }[] {
  const { pages, module } = answer;
  const [path = "", version = ""] = (module ?? "").split("@");
  const file = `${path}/@v/${version}`;
  const paths = {
    toolchains: "golang.org/toolchain/@v/list",
    list: "golang.org/x/text/@v/list",
    info: `${file}.info`,
    mod: `${file}.mod`,
    zip: `${file}.zip`,
    log: "sumdb/…/supported",
  } as const;
  return Object.entries(pages).flatMap(([name, page]) => {
    const at = Object.entries(paths).find(([one]) => one === name)?.[1];
    return page === undefined || at === undefined ? [] : [{ path: at, page }];
  });
}

export function answersOf(element: Element): readonly { path: string; page: Answered }[] {
  return pagesOf(element).flatMap(({ path, page }) =>
    page.is === "answered" ? [{ path, page }] : [],
  );
}

/** What a forward proxy said in the server's place, in host/failure.ts's words; undefined when the server's turn came. */
export function saidOnTheWay(page: Page): string | undefined {
  if (page.is === "answered") return page.status === 407 ? "a proxy answered 407" : undefined;
  return /^the proxy \S+ answered \d{3}\b/.exec(page.reason)?.[0];
}

/** The connection is as it should be: what fails now is the server's. */
function isConnected({ answer }: Element): boolean {
  const { connect } = answer;
  if (connect === null || connect.is === "tcp") return true;
  return connect.is === "tls" && connect.distrust === null && connect.certificate.named;
}

/** What Go does after this answer (https://go.dev/ref/mod#environment-variables, GOPROXY). */
export function fallback({ next, following }: Element, absent: boolean): string {
  if (next === "end") return "nothing follows it in GOPROXY: go stops here";
  if (next === "any") return `a | follows it: go asks ${following} next, after any error`;
  if (absent) return `a comma follows it: after 404 or 410 go asks ${following} next`;
  return `a comma follows it: go stops here, as only 404 and 410 let it ask ${following}`;
}

/** Drafts for the pages that `wrong` picks, as one finding of the element. */
export function findingOf(
  element: Element,
  wrong: readonly string[],
  rest: Pick<Draft, "severity" | "advice">,
): readonly Draft[] {
  if (wrong.length === 0) return [];
  const evidence = [...wrong, fallback(element, false)].map((text) => ({ text }));
  return [{ subject: element.url, evidence, fix: [], ...rest }];
}
