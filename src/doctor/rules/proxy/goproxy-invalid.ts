/** GOPROXY has an entry that Go cannot read. */
import { defineRule } from "../../rule.ts";

export const goproxyInvalid = defineRule({
  code: "goproxy-invalid",
  title: "GOPROXY cannot be read",
  why: "every command that needs a module stops: invalid GOPROXY",
  group: "proxy",
  needs: ["goproxy"],
  check: ({ goproxy: { invalid, value } }) =>
    invalid === null
      ? []
      : [
          {
            severity: "error",
            subject: "GOPROXY",
            evidence: [{ text: `GOPROXY=${value}` }, { text: invalid }],
            fix: [],
            advice: "unset it, or write absolute URLs with , or | between, then direct or off",
          },
        ],
});
