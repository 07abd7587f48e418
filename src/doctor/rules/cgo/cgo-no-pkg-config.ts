/** Packages ask pkg-config for a C library's flags, and there is none. */
import { compiledWithC, listed, NO_MODULE } from "../../cgo.ts";
import { defineRule, notApplicable } from "../../rule.ts";

export const cgoNoPkgConfig = defineRule({
  code: "cgo-no-pkg-config",
  title: "packages ask pkg-config, and there is none",
  why: "go cannot learn where the C library and its headers are",
  group: "cgo",
  needs: ["cgo", "cfiles", "govalues"],
  check: ({ cgo, cfiles, govalues }) => {
    if (cgo === null) return NO_MODULE;
    const asked = compiledWithC(cgo, govalues).flatMap(({ pkgConfig }) => pkgConfig);
    if (asked.length === 0) return notApplicable("no package here asks pkg-config");
    if (cfiles.pkgConfig !== null) return [];
    return [
      {
        severity: "error",
        subject: "pkg-config",
        evidence: [{ text: `not on PATH; asked for ${listed([...new Set(asked)])}` }],
        fix: [],
        advice:
          "install pkg-config (Debian: pkg-config, Alpine: pkgconf), or name it in PKG_CONFIG",
      },
    ];
  },
});
