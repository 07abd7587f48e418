/**
 * Module paths and versions as the GOPROXY protocol and the checksum log write
 * them (https://go.dev/ref/mod#goproxy-protocol), and the module that carries
 * Go itself: golang.org/toolchain (cmd/go/internal/modfetch/toolchain.go).
 */
import { formatPlatform, parsePlatform } from "./platform.ts";
import type { Release } from "./release.ts";
import { parseVersion } from "./version.ts";

export interface ModuleVersion {
  readonly path: string;
  readonly version: string;
}

export const TOOLCHAIN_PATH = "golang.org/toolchain";

const VERSION_PREFIX = "v0.0.1-go";

/** The module version that holds a release: `v0.0.1-go1.22.6.linux-amd64`. */
export function toolchainModule(release: Release): ModuleVersion {
  const platform = formatPlatform(release.platform);
  return { path: TOOLCHAIN_PATH, version: `${VERSION_PREFIX}${release.version}.${platform}` };
}

/** The release that a toolchain module version names; undefined when it names none. */
export function releaseOfModuleVersion(moduleVersion: string): Release | undefined {
  if (!moduleVersion.startsWith(VERSION_PREFIX)) return undefined;
  const rest = moduleVersion.slice(VERSION_PREFIX.length);
  const dot = rest.lastIndexOf(".");
  const version = parseVersion(rest.slice(0, Math.max(dot, 0)));
  const platform = parsePlatform(rest.slice(dot + 1));
  return version === undefined || platform === undefined ? undefined : { version, platform };
}

/** Upper-case letters as `!` and lower case: safe on file systems that fold case (module.EscapePath). */
export function escapeModule(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => `!${letter.toLowerCase()}`);
}
