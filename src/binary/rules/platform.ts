/** Whether the processor and the kernel here start it at all. */
import { compareDotted } from "../libcversion.ts";
import { binaryRule, type Subject, type Verdict } from "../subject.ts";

/** What else a system starts by itself: `os/arch` here, then of the program. */
const ALSO: Readonly<Record<string, readonly string[]>> = {
  "linux/amd64": ["linux/386"],
  "windows/amd64": ["windows/386"],
  "darwin/arm64": ["darwin/amd64"],
};
/** Some of these processors can, and some cannot. */
const PERHAPS: Readonly<Record<string, string>> = {
  "linux/arm64": "linux/arm",
  "windows/arm64": "windows/amd64",
  "freebsd/amd64": "freebsd/386",
};

/** Whether it is for the machine here: its loader and libraries are to be looked for only then. */
export function isForHere({ binary, platform }: Pick<Subject, "binary" | "platform">): boolean {
  const here = `${platform.os}/${platform.arch}`;
  const its = binary.arches.map((arch) => `${binary.os}/${arch}`);
  return its.some((one) => one === here || (ALSO[here] ?? []).includes(one));
}

export const binaryWrongArch = binaryRule("binary-wrong-arch", (subject): Verdict => {
  const { file, binary, platform } = subject;
  if (binary.format === "script")
    return { notApplicable: "a script is for whatever runs its interpreter" };
  if (binary.format === "wasm")
    return { notApplicable: "a wasm module is for a runtime of its own" };
  if (binary.os === null || binary.arch === null) {
    return {
      unknown: `it does not say for which system it is: ${binary.machine ?? binary.format}`,
    };
  }
  const here = `${platform.os}/${platform.arch}`;
  if (isForHere(subject)) return [];
  const its = binary.arches.map((arch) => `${binary.os}/${arch}`);
  if (its.includes(PERHAPS[here] ?? ""))
    return { unknown: `not every ${here} machine runs ${its.join(", ")}` };
  return [
    {
      severity: "error",
      subject: file,
      evidence: [{ text: `it is for ${its.join(", ")}; this machine is ${here}`, file }],
      fix: [],
      advice: `build it with GOOS=${platform.os} GOARCH=${platform.arch}, or run it where it belongs (--skip binary-wrong-arch for what is to be shipped)`,
    },
  ];
});

export const binaryNeedsNewerKernel = binaryRule(
  "binary-needs-newer-kernel",
  (subject): Verdict => {
    const { file, binary, kernel } = subject;
    if (binary.kernel === null) return { notApplicable: "it names no oldest kernel" };
    if (!isForHere(subject)) return { notApplicable: "it is not for this machine" };
    const [here] = /^\d+(\.\d+){1,2}/.exec(kernel ?? "") ?? [];
    if (here === undefined) return { unknown: "the kernel's release is not known" };
    if (compareDotted(binary.kernel, here) <= 0) return [];
    return [
      {
        severity: "error",
        subject: file,
        evidence: [{ text: `it is for Linux ${binary.kernel} and newer; here is ${kernel}`, file }],
        fix: [],
        advice: "build it against the C library of an older system, or with CGO_ENABLED=0",
      },
    ];
  },
);
