/** An element asks to be left alone for a while: 429, or 503 with Retry-After. */
import { type Answered, answersOf, findingOf, ofAnswering } from "../../element.ts";
import { defineRule } from "../../rule.ts";

export const goproxyBusy = defineRule({
  code: "goproxy-busy",
  title: "a proxy asks to be left alone",
  why: "downloads fail or wait until it allows more",
  group: "proxy",
  needs: ["goproxy"],
  check: ({ goproxy }) =>
    ofAnswering(goproxy, (element) => {
      const busy = answersOf(element).filter(({ page }) => isBusy(page));
      const told = busy.map(({ path, page }) => {
        const wait = page.retryAfterS;
        const asked = wait === null ? "" : `, and asks to wait ${wait} s`;
        return `${path} answered ${page.status}${asked}`;
      });
      return findingOf(element, told, {
        severity: "warning",
        advice: "wait; if it comes back, a cache of your own asks less: several machines share it",
      });
    }),
});

export function isBusy({ status, retryAfterS }: Answered): boolean {
  return status === 429 || (status === 503 && retryAfterS !== null);
}
