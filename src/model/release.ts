/** A published Go version for one platform. */
import { formatPlatform, type Platform } from "./platform.ts";
import type { GoVersion } from "./version.ts";

export interface Release {
  readonly version: GoVersion;
  readonly platform: Platform;
}

/** `go1.22.6.linux-amd64`: the name of its directory, receipt and lock. */
export function releaseName(release: Release): string {
  return `go${release.version}.${formatPlatform(release.platform)}`;
}

export function sameRelease(a: Release, b: Release): boolean {
  return releaseName(a) === releaseName(b);
}
