/** Whether it ran where nothing but itself is, when that was tried, and what it will miss there later. */
import { binaryRule, type Subject, type Verdict } from "../subject.ts";

export const binaryNotAlone = binaryRule("binary-not-alone", (subject): Verdict => {
  const { alone } = subject;
  if (alone === null)
    return { notApplicable: "nobody said --run-in-empty-root, or it does not run here" };
  if (alone.is === "unknown") return { unknown: alone.reason };
  if (alone.is === "not-started") {
    const text = `it did not start: ${subject.binary.interpreter ?? "what it asks for"} is not in an empty root`;
    return [finding(subject, text)];
  }
  if (alone.code === 0) return [];
  const end = alone.code === null ? "a signal ended it" : `it ended with ${alone.code}`;
  return [finding(subject, alone.said === "" ? end : `${end}: ${alone.said}`)];
});

function finding({ file }: Subject, text: string) {
  return {
    severity: "error",
    subject: file,
    evidence: [{ text, file }],
    fix: [],
    advice:
      "build it with CGO_ENABLED=0, embed time/tzdata and certificates, or put what it reads into the image",
  } as const;
}

/** Every server has code that checks certificates, and need never call it: information. */
export const binaryWantsFiles = binaryRule("binary-wants-files", ({ file, wanted }): Verdict => {
  if (wanted === null)
    return { notApplicable: "nobody said --run-in-empty-root, or it does not run here" };
  const miss = (severity: "info" | "warning", text: string, advice: string) => ({
    severity,
    subject: file,
    evidence: [{ text, file }],
    fix: [],
    advice,
  });
  const zones = miss(
    "warning",
    "it calls time.LoadLocation, and carries no time zones",
    'import _ "time/tzdata", build with -tags timetzdata, or copy /usr/share/zoneinfo into the image',
  );
  const roots = miss(
    "info",
    "it can check certificates, and carries none to trust",
    "copy /etc/ssl/certs/ca-certificates.crt into the image, if it is a client",
  );
  return [...(wanted.zones ? [zones] : []), ...(wanted.roots ? [roots] : [])];
});
