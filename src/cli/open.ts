/** The engine for one command, from the machine and the global flags. */
import type { Settings } from "#config/settings.ts";
import type { Host } from "#host/host.ts";
import { GosteadError } from "#model/error.ts";
import { openRoute, type Route } from "#source/route.ts";
import { type LogTrust, logTrust } from "#source/trust.ts";
import type { Engine, Watcher } from "#toolchain/engine.ts";
import type { Globals } from "./argv.ts";
import type { CliContext } from "./context.ts";
import { DEFAULTS, saidBy } from "./settings.ts";

/** Nobody watches. */
export function silentWatcher(context: CliContext): Watcher {
  const nothing = () => {};
  return { phase: nothing, expect: nothing, received: nothing, warn: context.output.warn };
}

export async function openEngine(
  context: CliContext,
  watch = silentWatcher(context),
): Promise<Engine> {
  const { host, globals } = context;
  const settings = await context.settings();
  const { value: lockTimeout } = settings.get("lockTimeout") ?? { value: DEFAULTS.lockTimeout };
  let trust: LogTrust | undefined;
  return {
    home: host.home,
    platform: host.platform,
    route: () => routeOf(host, globals, settings),
    trust: () => {
      trust ??= namedTrust(context, settings, watch);
      return trust;
    },
    uid: process.getuid?.(),
    nowMs: () => host.now().getTime(),
    lockTimeoutMs: lockTimeout * 1000,
    watch,
  };
}

function routeOf(host: Host, globals: Globals, settings: Settings): Route {
  if (globals.offline) {
    throw new GosteadError("offline", "this needs the network, and --offline forbids it", {
      fix: "run it again without --offline",
    });
  }
  const goproxy = settings.get("goproxy");
  return saidBy(goproxy?.origin, () => openRoute(host.http(), goproxy?.value ?? DEFAULTS.goproxy));
}

/** A key from the environment can be set by whoever sets a variable: it is used, and named (security S5). */
function namedTrust({ host, given }: CliContext, settings: Settings, watch: Watcher): LogTrust {
  const said = settings.get("gosumdb");
  const origin = said?.origin.layer === "env" ? "env" : "user";
  const log = { value: said?.value ?? "", origin } as const;
  const trust = saidBy(said?.origin, () => logTrust(host.env, log));
  const warning = `proofs are checked against the log ${trust.name} because GOSUMDB in the environment says so`;
  if (trust.origin === "env" && !given.has(warning)) {
    given.add(warning);
    watch.warn(warning);
  }
  return trust;
}
