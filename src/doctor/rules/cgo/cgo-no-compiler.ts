/** Packages are to be compiled with C, and there is no C compiler. */
import { cgoEnabled, compiledWithC, listed, NO_C, NO_MODULE } from "../../cgo.ts";
import { defineRule } from "../../rule.ts";

export const cgoNoCompiler = defineRule({
  code: "cgo-no-compiler",
  title: "there is no C compiler",
  why: "packages that use C do not build, or are built without it since Go 1.20",
  group: "cgo",
  needs: ["cgo", "cfiles", "govalues"],
  check: ({ cgo, cfiles, govalues }) => {
    if (cgo === null) return NO_MODULE;
    const users = compiledWithC(cgo, govalues).map(({ path }) => path);
    if (users.length === 0) return NO_C;
    if (cfiles.compiler !== null) return [];
    return [
      {
        severity: "error",
        subject: cfiles.wanted,
        evidence: [
          { text: `not on PATH: ${cfiles.wanted}` },
          { text: `wanted for ${listed(users)}; ${cgoEnabled(cgo, govalues).text}` },
        ],
        fix: [],
        advice:
          "install a C compiler (Debian: gcc and libc6-dev, Alpine: build-base), or name it in CC",
      },
    ];
  },
});
