/** GOINSECURE: modules of these hosts may come over plain http, or with any certificate. */
import { defineRule } from "../../rule.ts";
import { faultsOf } from "../../variable.ts";

export const goinsecureSet = defineRule({
  code: "goinsecure-set",
  title: "modules of some hosts are fetched without TLS being checked",
  why: "whoever is on the way can hand out other code, where the checksum database does not know it",
  group: "env",
  needs: ["environment", "goenvfile", "rc"],
  check: (sources) =>
    faultsOf("GOINSECURE", sources, () => ({
      severity: "info",
      advice: "give the host a certificate that the machine trusts, then unset GOINSECURE",
      meant: true,
    })),
});
