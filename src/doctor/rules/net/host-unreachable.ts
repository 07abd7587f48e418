/** The name is found, and nobody takes the connection. */
import { ofHosts } from "../../endpoint.ts";
import { defineRule } from "../../rule.ts";

export const hostUnreachable = defineRule({
  code: "host-unreachable",
  title: "a host takes no connection",
  why: "every download ends with: connection refused, or after a long wait with: i/o timeout",
  group: "net",
  needs: ["goproxy", "hosts"],
  check: (reached) =>
    ofHosts(reached, ({ host, role, answer: { dns, connect } }) => {
      if (connect?.is !== "failed" || connect.stage !== "connect") return [];
      if (dns !== null && dns.system.length === 0) return [];
      return [
        {
          // Modules may come from it by ssh alone.
          severity: role === "private" ? "warning" : "error",
          subject: host,
          evidence: [{ text: `${connect.code}: ${connect.reason}` }],
          fix: [],
          advice: "check port and firewall; where there is a proxy, set HTTPS_PROXY",
        },
      ];
    }),
});
