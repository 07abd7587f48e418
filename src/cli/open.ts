/** The engine for one command, from the machine and the global flags. */
import { DEFAULT_GOPROXY } from "#goproxy/defaults.ts";
import { goSetting } from "#host/env.ts";
import type { Host } from "#host/host.ts";
import { LOCK_TIMEOUT_MS } from "#host/lock.ts";
import { GosteadError } from "#model/error.ts";
import { openRoute, type Route } from "#source/route.ts";
import { type LogTrust, logTrust } from "#source/trust.ts";
import type { Engine, Watcher } from "#toolchain/engine.ts";
import type { Globals } from "./argv.ts";
import type { CliContext } from "./context.ts";

/** Nobody watches. */
export function silentWatcher(context: CliContext): Watcher {
  const nothing = () => {};
  return { phase: nothing, expect: nothing, received: nothing, warn: context.output.warn };
}

export function openEngine(context: CliContext, watch = silentWatcher(context)): Engine {
  const { host, globals } = context;
  let trust: LogTrust | undefined;
  return {
    home: host.home,
    platform: host.platform,
    route: () => routeOf(host, globals),
    trust: () => {
      trust ??= namedTrust(context, watch);
      return trust;
    },
    uid: process.getuid?.(),
    nowMs: () => host.now().getTime(),
    lockTimeoutMs: lockTimeout(host),
    watch,
  };
}

function routeOf(host: Host, globals: Globals): Route {
  if (globals.offline) {
    throw new GosteadError("offline", "this needs the network, and --offline forbids it", {
      fix: "run it again without --offline",
    });
  }
  return openRoute(host.http(), goSetting(host.env, "GOPROXY")?.value ?? DEFAULT_GOPROXY);
}

/** A key from the environment can be set by whoever sets a variable: it is used, and named (security S5). */
function namedTrust({ host, given }: CliContext, watch: Watcher): LogTrust {
  const trust = logTrust(host.env);
  const warning = `proofs are checked against the log ${trust.name} because GOSUMDB in the environment says so`;
  if (trust.origin === "env" && !given.has(warning)) {
    given.add(warning);
    watch.warn(warning);
  }
  return trust;
}

/** How long to wait for another gostead: GOSTEAD_LOCK_TIMEOUT in seconds, else five minutes. */
export function lockTimeout({ env }: Host): number {
  const text = env.GOSTEAD_LOCK_TIMEOUT;
  if (text === undefined || text === "") return LOCK_TIMEOUT_MS;
  if (/^\d{1,6}$/.test(text)) return Number(text) * 1000;
  throw new GosteadError(
    "bad-setting",
    `GOSTEAD_LOCK_TIMEOUT is no number of seconds: ${JSON.stringify(text)}`,
    {
      fix: "set it to whole seconds, for example 60",
    },
  );
}
