/** More than one lookup in a hundred is lost, or one in twenty takes more than a second. */
import { ofHosts } from "../../endpoint.ts";
import { defineRule } from "../../rule.ts";

const SLOW_MS = 1000;
const LOST = 0.01;

export const dnsUnstable = defineRule({
  code: "dns-unstable",
  title: "DNS is unstable",
  why: "now and then a build fails or stands still for seconds, and works the next time",
  group: "net",
  needs: ["goproxy", "hosts"],
  check: (reached) =>
    ofHosts(reached, ({ host, answer: { dns } }) => {
      if (dns === null || dns.system.length === 0) return [];
      // A machine with hosts files alone asks no server, and misses none.
      if (dns.answered === 0 && dns.errors.join() === "ECONNREFUSED") return [];
      const lost = dns.asked - dns.answered;
      const { minMs, medianMs, p95Ms } = dns;
      if (lost <= LOST * dns.asked && (p95Ms ?? 0) <= SLOW_MS) return [];
      const errors = dns.errors.length === 0 ? "" : ` (${dns.errors.join(", ")})`;
      const times = `answers took ${minMs ?? "-"} ms at best, ${medianMs ?? "-"} ms in the middle, ${p95Ms ?? "-"} ms for the slowest in twenty`;
      return [
        {
          severity: "warning",
          subject: host,
          evidence: [{ text: `${lost} of ${dns.asked} lookups failed${errors}` }, { text: times }],
          fix: [],
          advice: "try other DNS servers: gostead doctor net --resolver IP samples one",
        },
      ];
    }),
});
