/**
 * A policy module of SELinux from denials, in the language that checkmodule reads:
 *
 *   module gostead_1a2b3c4d 1.0;
 *   require { type ci_t; class file { execute }; }
 *   allow ci_t var_t:file { execute };
 *
 * One rule for each source, target and class. The module's name comes from its
 * rules: another draft has another name, and takes the place of none.
 */
import { createHash } from "node:crypto";
import type { SelinuxDenial } from "./denial.ts";
import {
  type Draft,
  type Drafted,
  type Refused,
  refusalLines,
  refusals,
  remarkOn,
  remarks,
} from "./draft.ts";
import { selinuxRefusal, typeOf } from "./selinuxrefusal.ts";

export const SELINUX_HEAD = "# gostead lsm draft: selinux";

interface Access {
  readonly source: string;
  readonly target: string;
  readonly tclass: string;
  readonly permissions: readonly string[];
  readonly why: readonly string[];
}

export function draftSelinux(denials: readonly SelinuxDenial[]): Draft {
  const refused: Refused[] = [];
  const kept = denials.filter((one) => {
    const reason = selinuxRefusal(one);
    if (reason !== undefined) refused.push({ what: remarkOn(one), reason });
    return reason === undefined;
  });
  const accesses = [...Map.groupBy(kept, keyOf)].map(([, all]) => accessOf(all));
  const rules = accesses.map(ruleOf);
  const left = refusals(refused);
  const text = [
    SELINUX_HEAD,
    "# Read each line before it is deployed: it opens a whole type, not one file.",
    ...moduleLines(accesses, rules),
    ...refusalLines(left),
    "",
  ].join("\n");
  return { module: "selinux", text, rules, refused: left };
}

function keyOf({ source, target, tclass }: SelinuxDenial): string {
  return [typeOf(source), typeOf(target), tclass].join(" ");
}

function accessOf(all: readonly SelinuxDenial[]): Access {
  const [first] = all;
  return {
    source: typeOf(first?.source ?? "") ?? "",
    target: typeOf(first?.target ?? "") ?? "",
    tclass: first?.tclass ?? "",
    permissions: [...new Set(all.flatMap(({ permissions }) => permissions))].sort(),
    why: remarks(all),
  };
}

function ruleOf({ source, target, tclass, permissions, why }: Access): Drafted {
  const on = source === target ? "self" : target;
  const rule = `allow ${source} ${on}:${tclass} { ${permissions.join(" ")} };`;
  const narrower = permissions.includes("execute")
    ? ["narrower, for a program: semanage fcontext -a -t bin_t PATH; restorecon PATH"]
    : [];
  return { rule, why: [...why, ...narrower] };
}

function moduleLines(accesses: readonly Access[], rules: readonly Drafted[]): readonly string[] {
  if (rules.length === 0) return ["# No rule is left."];
  const digest = createHash("sha256").update(rules.map(({ rule }) => rule).join("\n"));
  const types = new Set(accesses.flatMap(({ source, target }) => [source, target]));
  const classes = Map.groupBy(accesses, ({ tclass }) => tclass);
  return [
    `module gostead_${digest.digest("hex").slice(0, 8)} 1.0;`,
    "",
    "require {",
    ...[...types].sort().map((type) => `\ttype ${type};`),
    ...[...classes].map(([tclass, all]) => {
      const permissions = new Set(all.flatMap((one) => one.permissions));
      return `\tclass ${tclass} { ${[...permissions].sort().join(" ")} };`;
    }),
    "}",
    "",
    ...rules.flatMap(({ rule, why }) => [...why.map((line) => `# ${line}`), rule]),
  ];
}
