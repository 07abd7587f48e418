/** A go on PATH was built for a processor that this machine is not. */
import { defineRule, notApplicable } from "../../rule.ts";

/** What a kernel runs besides its own. */
const ALSO: Readonly<Record<string, string>> = { amd64: "386", arm64: "arm", mips64le: "mipsle" };

export const toolchainOtherArch = defineRule({
  code: "toolchain-other-arch",
  title: "a go on PATH is built for another processor",
  why: "it does not start: exec format error",
  group: "preflight",
  needs: ["fingerprint", "goprograms"],
  check: ({ fingerprint: { goarch, kernelArch, machine }, goprograms: { programs } }) => {
    if (programs.length === 0) return notApplicable("no go on PATH is an ELF program");
    const runs = [goarch, kernelArch].flatMap((arch) => arch ?? []);
    if (runs.length === 0) return notApplicable("it is not known which programs run here");
    const known = new Set(runs.flatMap((arch) => [arch, ALSO[arch] ?? arch]));
    return programs
      .filter((program) => !known.has(program.goarch))
      .map((program) => ({
        severity: "error",
        subject: program.path,
        evidence: [
          { text: `it is built for ${program.goarch}; this machine is ${goarch} (${machine})` },
        ],
        fix: [],
        advice: `gostead install ${program.version?.replace(/^go/, "") ?? "latest"} takes the one for this machine`,
      }));
  },
});
