/**
 * Rules for AppArmor profiles from denials: what a profile lacks, as lines for its
 * file or for local/NAME, which most profiles include. They are no whole profile:
 * loaded as one they would take the place of all that it allows already.
 *
 *   # for profile "go-dev"
 *   # compile: open r "/srv/main.go"
 *   owner "/srv/main.go" r,
 */
import { quoted } from "#model/quote.ts";
import { apparmorRule, type Part } from "./apparmorrule.ts";
import type { ApparmorDenial } from "./denial.ts";
import {
  type Draft,
  type Drafted,
  type Refused,
  refusalLines,
  refusals,
  remarkOn,
  remarks,
} from "./draft.ts";

export const APPARMOR_HEAD = "# gostead lsm draft: apparmor";

interface Kept {
  readonly denial: ApparmorDenial;
  readonly part: Part;
}

export function draftApparmor(denials: readonly ApparmorDenial[]): Draft {
  const refused: Refused[] = [];
  const kept = denials.flatMap((denial): Kept[] => {
    const part = apparmorRule(denial);
    if ("head" in part) return [{ denial, part }];
    refused.push({ what: remarkOn(denial), reason: part.reason });
    return [];
  });
  const profiles = [...Map.groupBy(kept, ({ denial }) => denial.profile)];
  const sections = profiles.map(([profile, all]) => ({ profile, rules: rulesOf(all) }));
  const left = refusals(refused);
  const text = [
    APPARMOR_HEAD,
    "# Read each line before it is deployed: these are lines for a profile, not a profile.",
    ...(sections.length === 0 ? ["# No rule is left."] : sections.flatMap(sectionLines)),
    "",
    ...refusalLines(left),
    "",
  ].join("\n");
  return { module: "apparmor", text, rules: sections.flatMap(({ rules }) => rules), refused: left };
}

function rulesOf(all: readonly Kept[]): readonly Drafted[] {
  return [...Map.groupBy(all, ({ part }) => part.head)].map(([head, same]) => {
    const letters = lettersOf(same.map(({ part }) => part.letters).join(""));
    const rule = letters === "" ? `${head},` : `${head} ${letters},`;
    return { rule, why: remarks(same.map(({ denial }) => denial)) };
  });
}

/** In the order that people write them. To append is part of to write; the parser takes no two of them. */
function lettersOf(text: string): string {
  const order = [..."rwamkl"].filter((one) => text.includes(one));
  const plain = order.includes("w") ? order.filter((one) => one !== "a") : order;
  return plain.join("") + (text.includes("x") ? "ix" : "");
}

function sectionLines(section: { profile: string; rules: readonly Drafted[] }): readonly string[] {
  return [
    "",
    `# for profile ${quoted(section.profile, 200)}`,
    ...section.rules.flatMap(({ rule, why }) => [...why.map((line) => `# ${line}`), rule]),
  ];
}
