/** GOCACHE is off, or no absolute path: since Go 1.12 nothing is built without a build cache. */
import { quoted } from "#model/quote.ts";
import { defineRule } from "../../rule.ts";
import { faultsOf } from "../../variable.ts";

export const gocacheUnusable = defineRule({
  code: "gocache-unusable",
  title: "GOCACHE is off or no absolute path",
  why: "nothing builds: go: build cache is required",
  group: "env",
  needs: ["environment", "goenvfile", "rc"],
  check: (sources) =>
    faultsOf("GOCACHE", sources, (value) => {
      if (value === "" || value.startsWith("/") || /^[A-Za-z]:[\\/]/.test(value)) return undefined;
      const says =
        value === "off"
          ? "since Go 1.12 the build cache cannot be off"
          : `${quoted(value, 80)} is no absolute path`;
      return { severity: "error", says, advice: "run: unset GOCACHE" };
    }),
});
