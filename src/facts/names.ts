/** Go's settings that rules look at, and how a value is shown without what it may carry in secret. */
import { redactUrl } from "#host/text.ts";

export const SETTINGS = [
  "GOROOT",
  "GOPATH",
  "GOBIN",
  "GOMODCACHE",
  "GOFLAGS",
  "GOENV",
  "GOPROXY",
  "GONOPROXY",
  "GOSUMDB",
  "GONOSUMDB",
  "GONOSUMCHECK",
  "GOPRIVATE",
  "GOINSECURE",
  "GOTOOLCHAIN",
  "GO111MODULE",
  "GOOS",
  "GOARCH",
  "CGO_ENABLED",
  "CC",
  "CXX",
  "PKG_CONFIG",
  "GOAMD64",
  "GOARM",
  "GOARM64",
  "GOCACHE",
  "GODEBUG",
  "GOEXPERIMENT",
  "GOFIPS140",
  "GOTMPDIR",
  "GOVCS",
  "GOWORK",
] as const;

/** URLs lose their logins (security S18); everything else stays as it is. */
export function publicValue(value: string): string {
  return value.includes("://")
    ? value.replace(/[^,|\s]*:\/\/[^,|\s]*/g, (url) => (/[@?#]/.test(url) ? redactUrl(url) : url))
    : value;
}
