/** This machine's clock and the servers' are more than five minutes apart. */
import { answersOf } from "../../element.ts";
import { defineRule, notApplicable } from "../../rule.ts";

const APART_S = 300;

export const clockSkew = defineRule({
  code: "clock-skew",
  title: "the clock is wrong",
  why: "certificates that are good count as expired or not yet begun, and records carry wrong times",
  group: "net",
  needs: ["goproxy"],
  check: ({ goproxy }) => {
    const said = goproxy.elements.flatMap((element) =>
      element.kind === "proxy"
        ? answersOf(element).flatMap(({ page: { clockAheadS } }) =>
            clockAheadS === null ? [] : [{ ahead: clockAheadS, url: element.url }],
          )
        : [],
    );
    // A cache may serve an old Date: the answer that is nearest to us counts.
    const nearest = said.toSorted((a, b) => Math.abs(a.ahead) - Math.abs(b.ahead))[0];
    if (nearest === undefined) return notApplicable("no server said its time");
    const { ahead, url } = nearest;
    if (Math.abs(ahead) <= APART_S) return [];
    return [
      {
        severity: "error",
        subject: "clock",
        evidence: [{ text: `${Math.abs(ahead)} s ${ahead > 0 ? "ahead of" : "behind"} ${url}` }],
        fix: [],
        advice: "let the machine take its time from the network: timedatectl set-ntp true",
      },
    ];
  },
});
