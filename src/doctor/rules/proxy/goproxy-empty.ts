/** An element answers and has neither toolchains nor the module that every mirror has: its path is wrong. */
import { type Element, fallback, ofAnswering } from "../../element.ts";
import { defineRule } from "../../rule.ts";

export const goproxyEmpty = defineRule({
  code: "goproxy-empty",
  title: "a proxy has nothing that every proxy has",
  why: "every module is absent there: its path in GOPROXY is wrong, or it holds private modules alone",
  group: "proxy",
  needs: ["goproxy"],
  check: ({ goproxy }) =>
    ofAnswering(goproxy, (element) => {
      const { toolchains, list } = element.answer.pages;
      const statuses = [toolchains, list].map(emptyStatus);
      if (statuses.includes(undefined)) return [];
      return [
        {
          severity: "warning",
          subject: element.url,
          evidence: [
            { text: `golang.org/toolchain/@v/list answered ${statuses[0]}` },
            { text: `golang.org/x/text/@v/list answered ${statuses[1]}` },
            { text: fallback(element, true) },
          ],
          fix: [],
          advice: "check the path in GOPROXY: many servers want one, such as /go or /api/go/NAME",
        },
      ];
    }),
});

function emptyStatus(page: Element["answer"]["pages"]["list"]): string | undefined {
  if (page?.is !== "answered" || page.html) return undefined;
  if (page.status === 404 || page.status === 410) return `${page.status}`;
  return page.status === 200 && page.holds === 0 ? "200 without a version" : undefined;
}
