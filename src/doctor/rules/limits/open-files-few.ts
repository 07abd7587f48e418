/**
 * Few files may be open at once. Since Go 1.19 go and the programs that it builds raise their soft limit to the hard
 * one as they start, so there the hard one counts; before, the soft one.
 */
import type { FactValue } from "#facts/facts.ts";
import { compareVersions, type GoVersion } from "#model/version.ts";
import { type Draft, defineRule } from "../../rule.ts";

/** Below it builds stop: measured with 1.26.8, which still builds with 32 and fails with 16. */
const LEAST = 64;
const ENOUGH = 4096;
/** For nodes that run many builds. */
const BUSY = 65536;
const RAISES = "1.19" as GoVersion;

export const openFilesFew = defineRule({
  code: "open-files-few",
  title: "few files may be open at once",
  why: "what opens many, such as tests of servers, stops: too many open files",
  group: "limits",
  needs: ["limits", "locale", "activego", "surroundings"],
  check: ({ limits: { nofile }, locale: { ci }, activego, surroundings }) => {
    const version = activego?.version ?? null;
    const isOld = version !== null && compareVersions(version as GoVersion, RAISES) < 0;
    const counts = isOld ? nofile.soft : nofile.hard;
    const severity = severityOf(counts, ci !== null);
    if (counts === null || severity === undefined) return [];
    const mayRaise = isOld && (nofile.hard === null || nofile.hard >= ENOUGH);
    const advice = mayRaise
      ? `ulimit -n ${Math.min(nofile.hard ?? BUSY, BUSY)} before go starts`
      : adviceFor(surroundings);
    const text = isOld
      ? `the soft limit is ${counts}, and go${version} does not raise it`
      : `the hard limit is ${counts}: no program without root's rights gets more`;
    const evidence = [{ text }, { text: toldFor(severity) }];
    return [{ severity, subject: "nofile", evidence, fix: [], advice }];
  },
});

function severityOf(limit: number | null, isCi: boolean): Draft["severity"] | undefined {
  if (limit === null) return undefined;
  if (limit < LEAST) return "error";
  if (limit < ENOUGH) return "warning";
  return isCi && limit < BUSY ? "info" : undefined;
}

function toldFor(severity: Draft["severity"]): string {
  if (severity === "error") return `go build itself needs ${LEAST}`;
  if (severity === "warning")
    return `${ENOUGH} is advised; gostead doctor limits --reproduce says what happens with fewer`;
  return `${BUSY} is advised for nodes that run many builds at once`;
}

function adviceFor({ container, systemd }: FactValue<"surroundings">): string {
  if (container !== null) return `start the container with --ulimit nofile=${BUSY}:${BUSY}`;
  const login = `for logins the line "* hard nofile ${BUSY}" in /etc/security/limits.conf`;
  return systemd === "none"
    ? `raise the hard limit where it is set: ${login}`
    : `raise the hard limit where it is set: ${login}; for a service LimitNOFILE=${BUSY}`;
}
