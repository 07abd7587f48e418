/** SELinux has no rule for programs in gostead's home: services that it confines may not run them. */
import { fileContexts, labelActions } from "#model/selinux.ts";
import { homeIn } from "../../role.ts";
import { defineRule, notApplicable } from "../../rule.ts";

export const selinuxLabelsMissing = defineRule({
  code: "selinux-labels-missing",
  title: "SELinux does not know gostead's programs",
  why: "services that it confines may not run them: permission denied",
  group: "perms",
  needs: ["selinux", "paths", "gostead"],
  check: ({ selinux, paths, gostead }) => {
    const home = homeIn(paths);
    if (selinux.mode === "disabled") return notApplicable("SELinux does not decide here");
    if (home === undefined || gostead.installed.length === 0)
      return notApplicable("gostead has installed nothing here");
    const missing = fileContexts(home).filter((rule) => !selinux.programs.includes(rule));
    if (missing.length === 0) return [];
    const evidence = missing.map((rule) => ({ text: `no rule for ${rule}` }));
    const state = { text: `SELinux is ${selinux.mode}`, file: "/sys/fs/selinux/enforce" };
    const finding = {
      severity: "warning",
      subject: home,
      evidence: [state, ...evidence],
    } as const;
    const { semanage, restorecon } = selinux;
    const isRoot = paths.uid === 0;
    if (isRoot && semanage !== null && restorecon !== null) {
      return [{ ...finding, fix: labelActions(home, missing, { semanage, restorecon }) }];
    }
    const commands = [
      ...missing.map((rule) => `semanage fcontext -a -t bin_t '${rule}'`),
      `restorecon -R '${home}'`,
    ];
    const tools = "semanage is in policycoreutils-python-utils";
    const advice = `as root${semanage === null ? ` (${tools})` : ""}: ${commands.join(" && ")}`;
    return [{ ...finding, fix: [], advice }];
  },
});
