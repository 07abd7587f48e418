/** The proxy that HTTPS_PROXY or HTTP_PROXY names does not let the connection through. */
import { type Element, ofElements, pagesOf, saidOnTheWay } from "../../element.ts";
import { defineRule } from "../../rule.ts";

export const forwardProxyRefuses = defineRule({
  code: "forward-proxy-refuses",
  title: "the proxy of HTTPS_PROXY does not let go through",
  why: "no download leaves this network: Proxy Authentication Required, or Forbidden",
  group: "net",
  needs: ["goproxy"],
  check: ({ goproxy }) =>
    ofElements(goproxy, (element) => {
      const said = refusal(element);
      if (said === undefined) return [];
      const login = said.includes("407");
      return [
        {
          severity: "error",
          subject: element.url,
          evidence: [{ text: said }],
          fix: [],
          advice: login
            ? "put the login into HTTPS_PROXY: http://user:password@host:port"
            : `check HTTPS_PROXY and HTTP_PROXY, or list ${element.host} in NO_PROXY`,
        },
      ];
    }),
});

function refusal(element: Element): string | undefined {
  const { connect } = element.answer;
  if (connect?.is === "failed" && connect.stage === "proxy") {
    return `${connect.via ?? "the proxy"}: ${connect.reason} (${connect.code})`;
  }
  const told = pagesOf(element).flatMap(({ path, page }) => {
    const said = saidOnTheWay(page);
    return said === undefined ? [] : [`${path}: ${said}`];
  });
  return told[0];
}
