/** A program in GOBIN needs symbols of glibc that this system has not: its loader refuses it. */
import { compareDotted } from "#facts/dotted.ts";
import { defineRule, notApplicable } from "../../rule.ts";

export const programNeedsNewerGlibc = defineRule({
  code: "program-needs-newer-glibc",
  title: "a program in GOBIN needs a newer glibc",
  why: "its loader refuses it: version `GLIBC_2.34' not found",
  group: "preflight",
  needs: ["system", "programs"],
  check: ({ system: { libc, libcVersion }, programs: { programs } }) => {
    const needy = programs.filter(({ glibc }) => glibc !== null);
    if (needy.length === 0) return notApplicable("no program in GOBIN needs glibc");
    if (libc === null || (libc === "glibc" && libcVersion === null)) {
      return notApplicable("the C library does not say its version");
    }
    const here = libc === "none" ? "no C library" : `${libc} ${libcVersion ?? ""}`.trim();
    return needy
      .filter(
        ({ glibc }) => libc !== "glibc" || compareDotted(libcVersion ?? "0", glibc ?? "0") < 0,
      )
      .map(({ file, glibc }) => ({
        // gcompat may stand in for some of it.
        severity: libc === "musl" ? "warning" : "error",
        subject: file,
        evidence: [{ text: `it needs glibc ${glibc}; this system has ${here}`, file }],
        fix: [],
        advice: "build it here, or without cgo: CGO_ENABLED=0 go install …",
      }));
  },
});
