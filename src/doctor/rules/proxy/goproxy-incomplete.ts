/** An element lists a version and does not have its files. */
import { type Element, findingOf, ofAnswering } from "../../element.ts";
import { defineRule } from "../../rule.ts";

export const goproxyIncomplete = defineRule({
  code: "goproxy-incomplete",
  title: "a proxy lists what it does not have",
  why: "a version that is listed cannot be downloaded, by everybody who asks that proxy",
  group: "proxy",
  needs: ["goproxy"],
  check: ({ goproxy }) =>
    ofAnswering(goproxy, (element) => {
      const told = (["info", "mod", "zip"] as const).flatMap((name) => missing(element, name));
      return findingOf(element, told, {
        severity: "error",
        advice: "its storage has lost files: tell whoever runs it, or use another proxy",
      });
    }),
});

function missing({ answer }: Element, name: "info" | "mod" | "zip"): readonly string[] {
  const page = answer.pages[name];
  if (page?.is !== "answered" || page.html) return [];
  const file = `${answer.module}.${name}`;
  if (page.status === 404 || page.status === 410) return [`${file} answered ${page.status}`];
  const isAnswer = page.status === 200 || page.status === 206;
  return isAnswer && page.holds === 0 ? [`${file} is something else`] : [];
}
