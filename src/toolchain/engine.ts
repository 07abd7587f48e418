/** What the stories of this room need from outside: built once in cli/. */
import type { Home } from "#host/paths.ts";
import type { Platform } from "#model/platform.ts";
import type { Route } from "#source/route.ts";
import type { LogTrust } from "#source/trust.ts";

/** What a person may watch; none of it changes a result. */
export interface Watcher {
  phase(name: string): void;
  /** Bytes that are going to come, besides those announced before; 0 when nobody knows. */
  expect(bytes: number): void;
  received(bytes: number): void;
  warn(message: string): void;
}

export interface Engine {
  readonly home: Home;
  /** The machine's own platform. */
  readonly platform: Platform;
  /** Opened on first use: reading GOPROXY may fail, and `verify` needs none. */
  readonly route: () => Route;
  /** Throws `proof-refused` when the settings forbid a proof. */
  readonly trust: () => LogTrust;
  /** Who owns what we write; undefined where files have no owners. */
  readonly uid: number | undefined;
  /** Milliseconds since 1970. */
  readonly nowMs: () => number;
  readonly lockTimeoutMs: number;
  readonly watch: Watcher;
}
