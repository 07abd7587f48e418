/** The programs here are made for another processor than the kernel says: 32 bits on 64, most often. */
import { defineRule, notApplicable } from "../../rule.ts";

export const userlandOtherArch = defineRule({
  code: "userland-other-arch",
  title: "the programs here are made for another processor than the kernel's",
  why: "what is chosen by uname does not run: exec format error, or no such file or directory for the loader",
  group: "preflight",
  needs: ["fingerprint"],
  check: ({ fingerprint }) => {
    const { os, goarch, kernelArch, machine, opinions } = fingerprint;
    if (os !== "linux")
      return notApplicable("only Linux runs one architecture on another's kernel");
    if (kernelArch === null) return notApplicable(`nothing is known of a machine ${machine}`);
    if (opinions.length === 0) return notApplicable("neither a shell nor packages are here to ask");
    if (opinions.every((one) => one.goarch === null || one.goarch === kernelArch)) return [];
    const said = opinions.map(({ by, said: word }) => ({ text: `${by} says ${word}` }));
    return [
      {
        severity: "info",
        subject: goarch ?? "unknown",
        evidence: [{ text: `uname -m says ${machine}, which is ${kernelArch}` }, ...said],
        fix: [],
        advice: `take programs for linux-${goarch} here: the kernel's own architecture is not this system's`,
      },
    ];
  },
});
