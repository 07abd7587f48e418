/** This terminal runs under Rosetta: all that it starts is translated, and says amd64 of itself. */
import { defineRule, notApplicable } from "../../rule.ts";

export const emulatedByRosetta = defineRule({
  code: "emulated-by-rosetta",
  title: "this terminal is translated by Rosetta",
  why: "tools take the amd64 Go, and every build and test is translated",
  group: "preflight",
  needs: ["fingerprint"],
  check: ({ fingerprint: { os, rosetta, machine, cpuModel } }) => {
    if (os !== "darwin") return notApplicable("only macOS has Rosetta");
    if (!rosetta) return [];
    const text = `sysctl.proc_translated is 1 on ${cpuModel ?? "an Apple processor"}`;
    const advice =
      "open a native terminal: Get Info on the application, Open using Rosetta off; or arch -arm64 zsh";
    return [
      { severity: "warning", subject: machine ?? "amd64", evidence: [{ text }], fix: [], advice },
    ];
  },
});
