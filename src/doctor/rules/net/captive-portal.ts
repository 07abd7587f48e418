/** A web page comes where versions should: a login page of the network answers in the server's place. */
import { answersOf, ofAnswering } from "../../element.ts";
import { defineRule } from "../../rule.ts";

export const captivePortal = defineRule({
  code: "captive-portal",
  title: "a web page comes in the proxy's place",
  why: "go takes the page for a list of versions or a module, and says that it is malformed",
  group: "net",
  needs: ["goproxy"],
  check: ({ goproxy }) =>
    ofAnswering(goproxy, (element) => {
      const portal = answersOf(element).find(({ page }) => page.html && page.status === 200);
      if (portal === undefined) return [];
      const { movedTo } = portal.page;
      const moved = movedTo === null ? [] : [{ text: `it leads to ${movedTo}` }];
      return [
        {
          severity: "error",
          subject: element.url,
          evidence: [{ text: `${portal.path} answered 200 with a web page` }, ...moved],
          fix: [],
          advice:
            "log in to the network with a browser; else the URL in GOPROXY is no module proxy",
        },
      ];
    }),
});
