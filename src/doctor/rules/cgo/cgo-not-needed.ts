/** No package needs C, and CGO_ENABLED is not 0: whether the program is static is decided by what the machine has. */
import { cgoEnabled, listed, NO_MODULE, needing } from "../../cgo.ts";
import { defineRule, notApplicable } from "../../rule.ts";

export const cgoNotNeeded = defineRule({
  code: "cgo-not-needed",
  title: "no package needs C, and CGO_ENABLED is not 0",
  why: "whether the program is static is decided by which packages and which compiler a machine has",
  group: "cgo",
  needs: ["cgo", "govalues"],
  check: ({ cgo, govalues }) => {
    if (cgo === null) return NO_MODULE;
    if (needing(cgo).length > 0) return notApplicable("packages here need C");
    const { value, text } = cgoEnabled(cgo, govalues);
    if (value === "0") return [];
    const standard = cgo.users.map(({ path }) => path).filter((path) => path !== "runtime/cgo");
    const pure = standard.length === 0 ? "" : `; ${listed(standard)} can do without`;
    return [
      {
        severity: "info",
        subject: "CGO_ENABLED",
        evidence: [{ text: `none of ${cgo.packages} packages needs C${pure}` }, { text }],
        fix: [],
        advice: "set CGO_ENABLED=0: the program is static, and runs on any C library or none",
      },
    ];
  },
});
