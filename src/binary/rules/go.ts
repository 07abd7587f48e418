/** What the Go that made it brought along: known faults, an ended line, sources that no commit holds. */
import { binaryRule, type Draft, type Subject, type Verdict } from "../subject.ts";

const MAX_NAMED = 5;

export const binaryGoVulnerable = binaryRule("binary-go-vulnerable", (subject): Verdict => {
  const { go } = subject;
  if (go === null) return withoutState(subject);
  const { version, advisories } = go;
  if (advisories.length === 0) return [];
  const named = advisories.slice(0, MAX_NAMED).join(", ");
  const more = advisories.length > MAX_NAMED ? " and more" : "";
  const number = advisories.length === 1 ? "1 advisory" : `${advisories.length} advisories`;
  const text = `go${version} has ${number} about the standard library: ${named}${more}`;
  return [warning(subject, text, `${rebuild(subject)}; gostead vulns ${version} lists them`)];
});

export const binaryGoOutOfSupport = binaryRule("binary-go-out-of-support", (subject): Verdict => {
  const { go } = subject;
  if (go === null) return withoutState(subject);
  if (go.endedBy === null) return [];
  const text = `go${go.version} made it; its line is out of support since ${go.endedBy}`;
  return [warning(subject, text, rebuild(subject))];
});

export const binaryModified = binaryRule("binary-modified", ({ file, binary }): Verdict => {
  const settings = binary.go?.settings ?? {};
  if (settings["vcs.modified"] === undefined) return { notApplicable: "it names no commit" };
  if (settings["vcs.modified"] !== "true") return [];
  const commit = settings["vcs.revision"] ?? "an unnamed commit";
  return [
    {
      severity: "info",
      subject: file,
      evidence: [{ text: `built of ${commit} with changes that are in no commit`, file }],
      fix: [],
      advice: "commit, and build what is to be shipped of a clean tree",
    },
  ];
});

/** A Go that nobody knows is no Go without faults. */
function withoutState({ binary }: Subject): Verdict {
  if (binary.go === null) return { notApplicable: "it names no Go that made it" };
  return { unknown: `nothing is known of ${binary.go.version}` };
}

function rebuild({ go }: Subject): string {
  return go?.better == null
    ? "build it again with a release that has none"
    : `build it again with go${go.better}`;
}

function warning({ file }: Subject, text: string, advice: string): Draft {
  return { severity: "warning", subject: file, evidence: [{ text, file }], fix: [], advice };
}
