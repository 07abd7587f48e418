/** An element sends whole zips where a part was asked for. */
import { ofAnswering } from "../../element.ts";
import { defineRule } from "../../rule.ts";

export const goproxyNoRanges = defineRule({
  code: "goproxy-no-ranges",
  title: "a proxy sends whole zips",
  why: "gostead fetches whole toolchains where it could fetch what is new in them",
  group: "proxy",
  needs: ["goproxy"],
  check: ({ goproxy }) =>
    ofAnswering(goproxy, ({ url, answer: { pages, module } }) =>
      pages.zip?.is === "answered" && pages.zip.status === 200 && !pages.zip.html
        ? [
            {
              severity: "info",
              subject: url,
              evidence: [{ text: `${module}.zip: bytes 0-3 were asked for, 200 came and not 206` }],
              fix: [],
              advice:
                "gostead works with it, and fetches whole toolchains; go itself asks no ranges",
            },
          ]
        : [],
    ),
});
