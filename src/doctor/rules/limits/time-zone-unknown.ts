/** TZ names no zone that Go finds: it takes UTC, and says nothing. Rules such as `CET-1CEST`, which libc reads, are no names for Go. */
import { defineRule, notApplicable } from "../../rule.ts";

export const timeZoneUnknown = defineRule({
  code: "time-zone-unknown",
  title: "TZ names no time zone",
  why: "Go's programs take UTC without a word: local times are not what they seem",
  group: "limits",
  needs: ["locale"],
  check: ({ locale: { tz, zoneFound, zones } }) => {
    if (tz === null) return notApplicable("TZ is not set");
    if (zoneFound === true) return [];
    const data = zones ? "no file of that name in /usr/share/zoneinfo" : "no zone data is here";
    const evidence = [{ text: `TZ=${tz} in the environment: ${data}` }];
    const advice = zones
      ? "name a zone as /usr/share/zoneinfo has it, such as Europe/Berlin, or unset TZ"
      : "install the package tzdata, or build programs with -tags timetzdata";
    return [{ severity: "warning", subject: "TZ", evidence, fix: [], advice }];
  },
});
