/** The connection stands, and no handshake comes about: no TLS there, or none that both sides speak. */
import { ofHosts } from "../../endpoint.ts";
import { defineRule } from "../../rule.ts";

export const tlsFails = defineRule({
  code: "tls-fails",
  title: "no TLS handshake comes about",
  why: "every download ends before its request: tls: handshake failure",
  group: "net",
  needs: ["goproxy", "hosts"],
  check: (reached) =>
    ofHosts(reached, ({ host, answer: { connect } }) =>
      connect?.is === "failed" && connect.stage === "tls"
        ? [
            {
              severity: "error",
              subject: host,
              evidence: [{ text: `${connect.code}: ${connect.reason}` }],
              fix: [],
              advice: "check port and scheme; TLS 1.2 or newer is needed",
            },
          ]
        : [],
    ),
});
