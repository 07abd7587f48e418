/** Packages are to be compiled with C, and the C compiler compiles for another machine than Go. */
import { compiledWithC, NO_C, NO_MODULE, settingOf } from "../../cgo.ts";
import { compilesFor } from "../../ctriple.ts";
import { defineRule, notApplicable } from "../../rule.ts";

export const cgoCompilerOtherArch = defineRule({
  code: "cgo-compiler-other-arch",
  title: "the C compiler compiles for another machine than Go",
  why: "what the two compile cannot be linked",
  group: "cgo",
  needs: ["cgo", "cfiles", "ctarget", "govalues"],
  check: ({ cgo, cfiles, ctarget: { triple }, govalues }) => {
    if (cgo === null) return NO_MODULE;
    if (compiledWithC(cgo, govalues).length === 0) return NO_C;
    if (cfiles.compiler === null) return notApplicable("there is no C compiler");
    const [goos, goarch] = ["GOOS", "GOARCH"].map((name) => settingOf(govalues, name) ?? "");
    const fits = triple === null ? undefined : compilesFor(triple, goos ?? "", goarch ?? "");
    if (fits === true) return [];
    const compiler = cfiles.compiler.join(" ");
    const said = triple === null ? "does not say for what it compiles" : `compiles for ${triple}`;
    return [
      {
        severity: fits === false ? "error" : "warning",
        subject: compiler,
        evidence: [{ text: `${compiler} ${said}` }, { text: `GOOS=${goos} GOARCH=${goarch}` }],
        fix: [],
        advice: `name a C compiler for ${goos}/${goarch} in CC`,
      },
    ];
  },
});
