/** LANG or LC_* names a locale that is not installed: ssh brings such names along from elsewhere. Go itself asks for none. */
import { defineRule, notApplicable } from "../../rule.ts";

export const localeUnknown = defineRule({
  code: "locale-unknown",
  title: "a locale is not installed",
  why: "shells, git and compilers warn and take C; go itself asks for no locale",
  group: "limits",
  needs: ["locale"],
  check: ({ locale: { set, unknown } }) => {
    if (Object.keys(set).length === 0) return notApplicable("no locale is set");
    if (unknown === null) return notApplicable("this system does not list its locales");
    return Object.entries(set)
      .filter(([, name]) => unknown.includes(name))
      .map(([variable, name]) => ({
        severity: "info" as const,
        subject: variable,
        evidence: [{ text: `${variable}=${name} in the environment: locale -a does not list it` }],
        fix: [],
        advice: `install the locale ${name}, or set ${variable}=C.UTF-8`,
      }));
  },
});
