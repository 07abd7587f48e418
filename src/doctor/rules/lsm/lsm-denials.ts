/** SELinux or AppArmor refused something to Go's programs within the last ten minutes. */
import { defineRule, notApplicable } from "../../rule.ts";

const WINDOW_MS = 10 * 60_000;

export const lsmDenials = defineRule({
  code: "lsm-denials",
  title: "a security module refused something to Go's programs",
  why: "builds and tests stop with a bare permission denied",
  group: "lsm",
  needs: ["lsm", "denials"],
  check: ({ lsm, denials: { now, log, denials } }) => {
    if (lsm.active.length === 0) return notApplicable("no MAC module active");
    const recent = denials.filter(({ ms }) => ms >= now - WINDOW_MS);
    const modules = Map.groupBy(recent, ({ module }) => module);
    return [...modules].map(([module, all]) => ({
      severity: all.some(({ enforced }) => enforced) ? ("error" as const) : ("info" as const),
      subject: module === "selinux" ? "SELinux" : "AppArmor",
      evidence: all.slice(-5).map((one) => {
        const asked = one.module === "selinux" ? one.permissions.join(" ") : one.operation;
        const text = `${one.comm}: ${asked}${one.path === null ? "" : ` ${one.path}`}`;
        return { text, ...(log === null ? {} : { file: log }) };
      }),
      fix: [],
      advice: `gostead lsm scan lists ${all.length === 1 ? "it" : `all ${all.length}`}, gostead lsm draft --${module} drafts the least that would allow them`,
    }));
  },
});
