/**
 * Stage one: is the Go that really runs at least what is asked for? Numbers are compared
 * as cmd/go does (src/model/version.ts): 1.9 < 1.19 < 1.22rc1 < 1.22.0.
 */
import { compareVersions, type GoVersion, parseVersion } from "#model/version.ts";
import type { Stage } from "./stage.ts";

export interface Required {
  readonly version: GoVersion;
  /** `--min`, or file and line. */
  readonly by: string;
}

/** GOVERSION: `go1.26.8`, `go1.26.8 X:nodwarf5`, `devel go1.28-5c2f61b…`, `go1.22.6-custom`. */
export function versionIn(text: string): GoVersion | undefined {
  const [, word] = /(?:^|\s)(go\d\S*)/.exec(text) ?? [];
  if (word === undefined) return undefined;
  return parseVersion(word) ?? parseVersion(word.replace(/-.*$/, ""));
}

/** `ran` is GOVERSION as go tells it. */
export function judgeVersion(ran: string, required: Required | undefined, ms: number): Stage {
  const base = { name: "version", ms, counts: {}, problems: [], more: 0 } as const;
  if (required === undefined) {
    return { ...base, verdict: "pass", reason: `${ran}; nothing asks for a minimum` };
  }
  const { version, by } = required;
  const own = versionIn(ran);
  if (own !== undefined && compareVersions(own, version) >= 0) {
    return { ...base, verdict: "pass", reason: `${ran} >= ${version} (${by})` };
  }
  const reason =
    own === undefined
      ? `${ran} is no version to compare with ${version} (${by})`
      : `${ran} is older than ${version} (${by})`;
  const problem = { kind: "version", package: "", subject: null, place: null } as const;
  return { ...base, verdict: "fail", reason, problems: [{ ...problem, lines: [reason] }] };
}
