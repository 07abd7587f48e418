/**
 * The system's certificates are of another age: authorities that began since are not trusted. Debian's list is about
 * three years behind when it is new, so that what lies further back than eight is no list of a supported system.
 */
import { defineRule, notApplicable } from "../../rule.ts";

const YEARS = 8;
/** A company's own bundle has a few, and they may be old. */
const A_LIST = 20;

export const certificatesOld = defineRule({
  code: "certificates-old",
  title: "the certificates that TLS trusts are old",
  why: "servers whose authority is newer cannot be reached: certificate signed by unknown authority",
  group: "limits",
  needs: ["certificates"],
  check: ({ certificates }) => {
    const { today = "", bundle = null, count = 0, newest = null } = certificates ?? {};
    if (bundle === null || newest === null) return notApplicable("there is no bundle");
    if (count < A_LIST) return notApplicable("the bundle is no system's list");
    const [year = "", rest] = [today.slice(0, 4), today.slice(4)];
    if (newest >= `${Number(year) - YEARS}${rest}`) return [];
    const evidence = [
      { text: `the newest of its ${count} certificates is of ${newest}`, file: bundle },
    ];
    const advice = "upgrade the package ca-certificates";
    return [{ severity: "warning", subject: bundle, evidence, fix: [], advice }];
  },
});
