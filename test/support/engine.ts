/**
 * The engine on a test's home, as cli/open.ts makes it, for what must run without
 * the command line: with another clock, or with locks that exclude nobody.
 */
import { openHttp } from "#host/fetch.ts";
import { layoutOf } from "#host/paths.ts";
import type { Platform } from "#model/platform.ts";
import { openRoute } from "#source/route.ts";
import { logTrust } from "#source/trust.ts";
import type { Engine } from "#toolchain/engine.ts";

export interface EngineOptions {
  /** GOSTEAD_HOME. */
  readonly root: string;
  /** GOPROXY and GOSUMDB. */
  readonly env: Readonly<Record<string, string>>;
  readonly nowMs?: () => number;
  /** Where the locks lie: a place of its own for each process means that there are none. */
  readonly locks?: string;
}

export const HERE: Platform = { os: "linux", arch: "amd64" };

export function engineOn({ root, env, nowMs = Date.now, locks }: EngineOptions): Engine {
  const layout = layoutOf(root);
  const nothing = () => {};
  return {
    home: { ...layout, locks: locks ?? layout.locks },
    platform: HERE,
    route: () => openRoute(openHttp(env), env.GOPROXY ?? "off"),
    trust: () => logTrust(env),
    uid: process.getuid?.(),
    nowMs,
    lockTimeoutMs: 60_000,
    watch: { phase: nothing, expect: nothing, received: nothing, warn: nothing },
  };
}
