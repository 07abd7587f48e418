/** Packages need C: CGO_ENABLED must be 1, and which C library counts is part of the build. */
import { cgoEnabled, listed, NO_MODULE, needsC, PLUGIN } from "../../cgo.ts";
import { defineRule } from "../../rule.ts";

export const cgoNeeded = defineRule({
  code: "cgo-needed",
  title: "packages need C",
  why: "with CGO_ENABLED=0 they do not compile, or do less; with 1 the program needs a C library",
  group: "cgo",
  needs: ["cgo", "cgofree", "govalues", "fingerprint"],
  check: ({ cgo, cgofree, govalues, fingerprint: { libc, libcVersion } }) => {
    if (cgo === null) return NO_MODULE;
    const users = cgo.users.filter(needsC);
    if (users.length === 0) return [];
    const setting = cgoEnabled(cgo, govalues);
    const free = [...cgofree.paths, PLUGIN];
    const bound = users.filter(({ path }) => !free.includes(path));
    const library = libc === null ? null : [libc, libcVersion ?? ""].join(" ").trim();
    const off = bound.length > 0 ? "error" : "warning";
    return [
      {
        severity: setting.value === "0" ? off : "info",
        subject: "CGO_ENABLED",
        evidence: [
          ...FORMS.flatMap(({ from, text }) =>
            said(
              text,
              users.filter((one) => one.from === from),
            ),
          ),
          ...said(
            "with a form of their own without",
            users.filter((one) => !bound.includes(one)),
          ),
          { text: setting.text },
          { text: `the C library here: ${library ?? "the system's own"}` },
        ],
        fix: [],
        advice: `set CGO_ENABLED=1, build with the C library of where it will run${library === null ? "" : `, and lock it in a policy: libc: ${library}`}`,
      },
    ];
  },
});

const FORMS = [
  { from: "named", text: "of the module" },
  { from: "imported", text: "imported" },
  { from: "standard", text: "of the standard library" },
] as const;

function said(text: string, users: readonly { readonly path: string }[]) {
  return users.length === 0 ? [] : [{ text: `${text}: ${listed(users.map(({ path }) => path))}` }];
}
