/** CI with a zone or a locale of its own: its logs and the tests that print times or sort words differ from machine to machine. */
import type { FactValue } from "#facts/facts.ts";
import { type Draft, defineRule, notApplicable } from "../../rule.ts";

const UTC = /^:?(Etc\/)?(UTC|UCT|GMT|Zulu|Universal)$|^$/;
const UTC_RULE = /^<?(UTC|GMT|Z)>?[+-]?0$/;

export const ciNotNeutral = defineRule({
  code: "ci-not-neutral",
  title: "CI has a time zone or a character set of its own",
  why: "tests that print local times or sort words pass here and fail elsewhere; what go builds is the same",
  group: "limits",
  needs: ["locale"],
  check: ({ locale }) => {
    if (locale.ci === null) return notApplicable("this is no CI");
    return [...zoneOf(locale), ...charsetOf(locale)];
  },
});

function zoneOf({ tz, localtime, ci }: FactValue<"locale">): readonly Draft[] {
  const name = tz ?? localtime?.zone ?? "";
  const isUtc = tz === null && localtime?.rule ? UTC_RULE.test(localtime.rule) : UTC.test(name);
  if (isUtc) return [];
  const text = tz === null ? `/etc/localtime is ${name || localtime?.rule}` : `TZ=${tz}`;
  return [findingOf("TZ", `${text}; ${ci} is set`, "set TZ=UTC: log times are then UTC too")];
}

function charsetOf({ set, ci }: FactValue<"locale">): readonly Draft[] {
  // As setlocale(3) chooses.
  const [variable] = ["LC_ALL", "LC_CTYPE", "LANG"].filter((name) => set[name]);
  const name = variable === undefined ? undefined : set[variable];
  if (name !== undefined && /\.utf-?8(@|$)/i.test(name)) return [];
  const text = name === undefined ? "no locale is set, which is C" : `${variable}=${name}`;
  return [findingOf(variable ?? "LANG", `${text}; ${ci} is set`, "set LANG=C.UTF-8")];
}

function findingOf(subject: string, text: string, advice: string): Draft {
  return { severity: "info", subject, evidence: [{ text }], fix: [], advice };
}
