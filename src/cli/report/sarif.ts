/**
 * A review as SARIF 2.1.0. A finding is a result; what is ignored is one too, with a
 * suppression. SARIF viewers take every result for a defect, so what stayed unknown is
 * a notification of the run instead. Coverage is a property of the run.
 */
import { relative } from "node:path";
import { pathToFileURL } from "node:url";
import type { Mend } from "#doctor/mend.ts";
import type { Review } from "#doctor/review.ts";
import { coverageOf, summarize } from "#doctor/summary.ts";
import type { Evidence, Finding, Severity } from "#model/finding.ts";
import type { Ignore } from "#policy/ignores.ts";
import { entryOf, groupOf } from "../doctorentries.ts";
import { bodyLines, headLine } from "../doctorlines.ts";

const SCHEMA =
  "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
/** As code scanning names the checkout. */
const BASE = "%SRCROOT%";
const LEVELS = { error: "error", warning: "warning", info: "note" } as const satisfies Record<
  Severity,
  string
>;

interface Run {
  /** gostead's own. */
  readonly version: string;
  /** Absolute: what lies below it is named relative to it, as viewers want. */
  readonly root: string;
}

type Json = Readonly<Record<string, unknown>>;

export function sarifOf(review: Review, run: Run): Json {
  const { outcomes, findings, ignored } = review;
  const codes = outcomes.map(({ code }) => code);
  const place: Placing = { ...run, codes };
  const driver = { name: "gostead", version: run.version, rules: codes.map(ruleOf) };
  const results = [
    ...findings.map((finding) => resultOf(finding, place)),
    ...ignored.map(({ finding, ignore }) => ({
      ...resultOf(finding, place),
      suppressions: [suppressionOf(ignore)],
    })),
  ];
  const toolExecutionNotifications = outcomes.flatMap((one, index) =>
    one.kind === "unknown" ? [notificationOf(one.code, one.reason, index)] : [],
  );
  const whole = {
    tool: { driver },
    invocations: [{ executionSuccessful: true, toolExecutionNotifications }],
    originalUriBaseIds: { [BASE]: { uri: pathToFileURL(run.root).href.replace(/\/?$/, "/") } },
    results,
    properties: { summary: summarize(outcomes), coverage: coverageOf(outcomes) },
  };
  return { $schema: SCHEMA, version: "2.1.0", runs: [whole] };
}

interface Placing extends Run {
  readonly codes: readonly string[];
}

function ruleOf(code: string): Json {
  const { title, why, docs } = entryOf(code);
  return {
    id: code,
    shortDescription: { text: title },
    fullDescription: { text: why },
    help: { text: docs },
    properties: { tags: [groupOf(code)] },
  };
}

function resultOf(finding: Finding<Mend>, place: Placing): Json {
  const { code, severity, subject, evidence } = finding;
  return {
    ruleId: code,
    ruleIndex: place.codes.indexOf(code),
    level: LEVELS[severity],
    message: { text: [headLine(finding), ...bodyLines(finding)].join("\n") },
    locations: locationsOf(evidence, subject, place),
    partialFingerprints: { "finding/v1": `${code}:${subject}` },
  };
}

/** Code scanning drops a report with a result that has no file: the environment stands in for one. */
function locationsOf(evidence: readonly Evidence[], subject: string, place: Run): readonly Json[] {
  const logicalLocations = [{ name: subject }];
  const seen = evidence.flatMap(({ file, line }) =>
    file === undefined ? [] : [{ physicalLocation: physicalOf(file, line, place) }],
  );
  const [first = { physicalLocation: { artifactLocation: { uri: "environment" } } }, ...more] =
    seen;
  return [{ ...first, logicalLocations }, ...more];
}

function physicalOf(file: string, line: number | undefined, { root }: Run): Json {
  const below = relative(root, file);
  const isInside = file.startsWith("/") && !below.startsWith("..") && below !== "";
  const artifactLocation = isInside
    ? { uri: below.split("/").map(encodeURIComponent).join("/"), uriBaseId: BASE }
    : { uri: pathToFileURL(file).href };
  return { artifactLocation, ...(line ? { region: { startLine: line } } : {}) };
}

function suppressionOf({ reason, until, file, line }: Ignore): Json {
  const justification = `${reason} (until ${until}, ${file}:${line})`;
  return { kind: "external", status: "accepted", justification };
}

function notificationOf(code: string, reason: string, index: number): Json {
  return {
    level: "warning",
    message: { text: `${code} is unknown: ${reason}` },
    associatedRule: { id: code, index },
  };
}
