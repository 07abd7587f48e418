/** What a policy asks of the Go that runs: null where it holds, else what is wrong. Pure. */
import { parseQuery, selectVersion } from "#model/query.ts";
import { compareVersions, type GoVersion, parseVersion } from "#model/version.ts";
import type { GoRules } from "./policy.ts";

export function versionFault({ minVersion, allowed }: GoRules, version: GoVersion): string | null {
  const minimum = parseVersion(minVersion ?? "");
  if (minimum !== undefined && compareVersions(version, minimum) < 0) {
    return `it is older than ${minimum}`;
  }
  if (allowed === undefined || allowed.some((word) => means(word, version))) return null;
  return `it must be one of ${allowed.join(", ")}`;
}

/** `1.26` means 1.26.3 and any other of its patches. */
function means(word: string, version: GoVersion): boolean {
  return selectVersion(parseQuery(word), [version]) !== undefined;
}

export function sourceFault({ sources }: GoRules, source: string | null): string | null {
  if (sources === undefined) return null;
  if (source === null) return "nobody knows where it came from";
  return sources.some((one) => isBelow(source, one)) ? null : `it came from ${source}`;
}

/** `https://a.example` is no beginning of `https://a.example.org`. */
function isBelow(source: string, beginning: string): boolean {
  const base = beginning.replace(/\/+$/, "");
  return source === base || source.startsWith(`${base}/`);
}
