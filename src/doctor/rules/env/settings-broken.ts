/** A settings file of gostead's own that is no settings file: commands that need one stop at it. */
import { type Draft, defineRule } from "../../rule.ts";

export const settingsBroken = defineRule({
  code: "settings-broken",
  title: "gostead's settings cannot be read",
  why: "install, verify and every other command that needs them stop, and which policy applies is not known",
  group: "env",
  needs: ["ownsettings"],
  check: ({ ownsettings: { fault } }) => {
    if (fault === null) return [];
    const { message, fix: advice } = fault;
    const [, file, line, text = message] = /^(\/.*?):(\d+):\d+: (.*)$/s.exec(message) ?? [];
    const evidence = [file === undefined ? { text } : { text, file, line: Number(line) }];
    const subject = file ?? "settings";
    const draft: Draft = { severity: "error", subject, evidence, fix: [], advice };
    return [draft];
  },
});
