/**
 * How what two lines ask for compares. `1.22` means any patch of it, so it agrees with
 * 1.22.6; of several versions one that agrees is enough (a CI that tests more than one).
 */
import type { FactValue } from "#facts/facts.ts";
import type { Evidence } from "#model/finding.ts";
import { compareVersions, type GoVersion, minorOf, parseVersion } from "#model/version.ts";

export type Claim = FactValue<"pins">["claims"][number];

export function agree(a: Claim, b: Claim): boolean {
  // A linter is told the language, not the patch.
  const byMinor = a.role === "lint" || b.role === "lint";
  return parsed(a).some((one) => parsed(b).some((other) => equal(one, other, byMinor)));
}

function equal(a: GoVersion, b: GoVersion, byMinor: boolean): boolean {
  return byMinor || isMinor(a) || isMinor(b)
    ? minorOf(a) === minorOf(b)
    : compareVersions(a, b) === 0;
}

/** The versions of a claim that are too old for a `go` line. */
export function below(claim: Claim, minimum: Claim): readonly string[] {
  const [least] = parsed(minimum);
  if (least === undefined) return [];
  return parsed(claim).filter((one) =>
    isMinor(one)
      ? minorOf(one) !== minorOf(least) && compareVersions(one, least) < 0
      : compareVersions(one, least) < 0,
  );
}

export function evidenceOf({ text, file, line }: Claim): Evidence {
  return { text, file, line };
}

function parsed({ versions }: Claim): readonly GoVersion[] {
  return versions.flatMap((one) => parseVersion(one) ?? []);
}

function isMinor(version: GoVersion): boolean {
  return /^\d+\.\d+$/.test(version);
}
