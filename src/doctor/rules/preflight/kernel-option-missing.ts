/** The kernel was built without what every Go program needs: futexes and epoll. */
import { defineRule, notApplicable } from "../../rule.ts";

const NEEDED = ["FUTEX", "EPOLL"];

export const kernelOptionMissing = defineRule({
  code: "kernel-option-missing",
  title: "the kernel lacks what Go needs",
  why: "no Go program gets past its start: futex or epoll is not implemented",
  group: "preflight",
  needs: ["kernelconfig"],
  check: ({ kernelconfig: { source, options } }) => {
    if (source === null) return notApplicable("the kernel's configuration cannot be read here");
    return NEEDED.filter((name) => options[name] === "n").map((name) => ({
      severity: "error",
      subject: `CONFIG_${name}`,
      evidence: [{ text: `# CONFIG_${name} is not set`, file: source }],
      fix: [],
      advice: `run a kernel with CONFIG_${name}=y`,
    }));
  },
});
