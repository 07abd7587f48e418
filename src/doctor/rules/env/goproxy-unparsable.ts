/**
 * GOPROXY has an entry that Go cannot read, wherever it is set: told without asking anybody.
 * goproxy-invalid says so of the value that counts, before the network is looked at.
 */
import { readProxyList } from "#facts/goproxy.ts";
import { defineRule } from "../../rule.ts";
import { faultsOf } from "../../variable.ts";

export const goproxyUnparsable = defineRule({
  code: "goproxy-unparsable",
  title: "GOPROXY names what is no proxy",
  why: "every command that needs a module stops: invalid GOPROXY",
  group: "env",
  needs: ["environment", "goenvfile", "rc"],
  check: (sources) =>
    faultsOf("GOPROXY", sources, (value) => {
      const { invalid: says } = readProxyList(value);
      return says === null
        ? undefined
        : {
            severity: "error",
            says,
            advice: "unset it, or write absolute URLs with , or | between, then direct or off",
          };
    }),
});
