/** The connection stands, and an element gives no answer, breaks off or fails. */
import { findingOf, ofConnected, type Page, pagesOf, saidOnTheWay } from "../../element.ts";
import { defineRule } from "../../rule.ts";
import { isBusy } from "./goproxy-busy.ts";

/** Absent is an answer; refusals have rules of their own. */
const TOLD = new Set([200, 206, 401, 403, 404, 410]);

export const goproxyFails = defineRule({
  code: "goproxy-fails",
  title: "a proxy gives no useful answer",
  why: "modules end with 500, 502 or a time-out; a comma does not go on after that",
  group: "proxy",
  needs: ["goproxy"],
  check: ({ goproxy }) =>
    ofConnected(goproxy, (element) => {
      const told = pagesOf(element).flatMap(({ path, page }) => {
        const wrong = faultOf(page);
        return wrong === undefined ? [] : [`${path}: ${wrong}`];
      });
      return findingOf(element, told, {
        severity: "error",
        advice: "try again later, or put another proxy before it in GOPROXY, with | between",
      });
    }),
});

function faultOf(page: Page): string | undefined {
  if (saidOnTheWay(page) !== undefined) return undefined;
  if (page.is === "failed") return page.reason;
  return TOLD.has(page.status) || isBusy(page) ? undefined : `answered ${page.status}`;
}
