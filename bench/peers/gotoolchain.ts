/**
 * Go's own switching: GOTOOLCHAIN=goX.Y.Z downloads the module zip from GOPROXY,
 * proves its h1 against the checksum log and extracts it into the module cache.
 */
import { join } from "node:path";
import { FIRST, PLATFORM } from "../settings.ts";
import { type Argv, ownEnv, type Peer, type Site } from "./peer.ts";

export const GOTOOLCHAIN = "GOTOOLCHAIN";

/**
 * Only GOPROXY is set: sum log, cache places and flags are Go's defaults. go.mod is a
 * minimum, so a newer `go` would not switch down: the setting names the version and
 * `+auto` still has go.mod read.
 */
export function gotoolchain(site: Site): Peer {
  const env = ownEnv(site, "gotoolchain", { GOPROXY: `${site.url}/goproxy` });
  const cache = join(env.HOME, "go/pkg/mod");
  return {
    name: GOTOOLCHAIN,
    checks: "h1 proven against the log, of the zip only",
    checksAnything: true,
    env,
    state: [join(env.HOME, "go"), join(env.HOME, ".cache")],
    install: (version) => switchTo(site, version),
    tree: (version) => join(cache, `golang.org/toolchain@v0.0.1-go${version}.${PLATFORM}`),
    shim: {
      go: site.go.binary,
      env: { ...env, GOTOOLCHAIN: `go${FIRST}+auto` },
      pin: "go-mod",
    },
  };
}

/** A go command never downloads its own version: another one is asked for that. */
function switchTo(site: Site, version: string): Argv {
  const go = site.go.version === version ? spareGo(site.work) : site.go.binary;
  return ["/usr/bin/env", `GOTOOLCHAIN=go${version}`, go, "version"];
}

/** Where the mirror's set-up leaves another go, should the machine's be one of ours. */
export function spareGo(work: string): string {
  return join(work, "spare/go/bin/go");
}
