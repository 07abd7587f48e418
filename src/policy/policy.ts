/**
 * What must hold of a machine's Go: the values of Go's settings, and the Go that runs.
 * As plain data, so that facts can carry it. Whose word a policy is, is the caller's to know.
 */
import type { Severity } from "#model/finding.ts";

/** Variables that a policy may speak of. */
export const SETTINGS = [
  "CC",
  "CGO_ENABLED",
  "CXX",
  "GO111MODULE",
  "GOAMD64",
  "GOARCH",
  "GOARM",
  "GOARM64",
  "GOBIN",
  "GOCACHE",
  "GODEBUG",
  "GOENV",
  "GOEXPERIMENT",
  "GOFIPS140",
  "GOFLAGS",
  "GOINSECURE",
  "GOMODCACHE",
  "GONOPROXY",
  "GONOSUMCHECK",
  "GONOSUMDB",
  "GOOS",
  "GOPATH",
  "GOPRIVATE",
  "GOPROXY",
  "GOROOT",
  "GOSUMDB",
  "GOTMPDIR",
  "GOTOOLCHAIN",
  "GOVCS",
  "GOWORK",
  "PKG_CONFIG",
] as const;

export type SettingName = (typeof SETTINGS)[number];

/** What each operator takes: one value, a list, or none. */
export const OPS = {
  equals: "one",
  notEquals: "one",
  oneOf: "list",
  firstIn: "list",
  matches: "pattern",
  notMatches: "pattern",
  pathPersistent: "none",
  absent: "none",
  present: "none",
  httpsOnly: "none",
} as const;

export type Op = keyof typeof OPS;

export interface SettingRule {
  readonly key: SettingName;
  readonly op: Op;
  /** One value for `equals` and the like; as many as the list has for `oneOf` and `firstIn`; else none. */
  readonly values: readonly string[];
  readonly severity: Severity;
  readonly why: string;
  readonly fix: string;
  /** `acme.yaml:7`, or `production` for one that is built in. */
  readonly place: string;
}

/** What must hold of the Go that runs; what is left out is not asked for. */
export interface GoRules {
  readonly minVersion?: string;
  /** Version words: `1.26`, `>=1.25.3 <1.27`. */
  readonly allowed?: readonly string[];
  /** What a receipt's source must begin with. */
  readonly sources?: readonly string[];
  /** Days since its release. */
  readonly minReleaseAge?: number;
  /** The checksum log has proven it. */
  readonly proven?: true;
  /** Its release line still gets fixes. */
  readonly supported?: true;
  readonly noKnownAdvisories?: true;
}

/** The C library that programs are built against. */
export interface LibcLock {
  readonly kind: "glibc" | "musl";
  /** `2.36`; null: any. */
  readonly version: string | null;
  readonly place: string;
}

/** Codes of findings about the Go that runs and its C library, which a waiver may name. */
export const GO_CODES = [
  "policy-version",
  "policy-release-age",
  "policy-source",
  "policy-unproven",
  "policy-unsupported",
  "policy-vulnerable",
  "policy-libc",
] as const;

export type GoCode = (typeof GO_CODES)[number];

export interface Waiver {
  /** A setting, `GOPROXY`; one rule about it, `GOPROXY firstIn`; or a code of GO_CODES. */
  readonly id: string;
  readonly owner: string;
  readonly reason: string;
  /** The last day on which it counts, `2026-12-31`. */
  readonly until: string;
  readonly place: string;
}

export interface Policy {
  readonly name: string;
  readonly rules: readonly SettingRule[];
  readonly go: GoRules;
  readonly libc?: LibcLock;
  /** Of findings about the Go that runs and its C library. */
  readonly severity: Severity;
  readonly waivers: readonly Waiver[];
}
