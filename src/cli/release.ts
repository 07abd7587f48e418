/** `gostead release deploy DIR`, `list`, `rollback`: an application, switched as the default is. */
import { join, resolve } from "node:path";
import {
  currentRelease,
  type DeployDeps,
  type Deployed,
  deploy,
  releaseNames,
  rollBackRelease,
} from "#activate/deploy.ts";
import { KEPT_GENERATIONS } from "#activate/generationswitch.ts";
import { redactUrl } from "#host/text.ts";
import { GosteadError } from "#model/error.ts";
import type { CliContext } from "./context.ts";
import { openEngine } from "./open.ts";
import { recordEvent, recordFailure } from "./record.ts";
import { shown } from "./render.ts";

export interface ReleaseFlags {
  readonly to?: string;
  readonly check?: string;
  readonly health?: string;
}

const CHECK_TIMEOUT_MS = 60_000;

export async function runReleaseDeploy(
  this: CliContext,
  flags: ReleaseFlags,
  source: string,
): Promise<number> {
  const app = appOf(this, flags);
  const from = resolve(this.host.cwd, source);
  if (this.globals.dryRun) {
    this.output.data(`would deploy ${shown(from)} to ${shown(join(app, "releases"))}`);
    return 0;
  }
  const deps = await depsOf(this, flags);
  return told(this, { app, verb: "deployed" }, () => deploy(from, app, deps));
}

export async function runReleaseRollback(
  this: CliContext,
  flags: ReleaseFlags,
  name?: string,
): Promise<number> {
  const app = appOf(this, flags);
  const deps = await depsOf(this, flags);
  return told(this, { app, verb: "rolled back" }, () => rollBackRelease(app, name, deps));
}

/** Newest first; `*` marks the current one. */
export async function runReleaseList(this: CliContext, flags: ReleaseFlags): Promise<number> {
  const app = appOf(this, flags);
  const current = currentRelease(app);
  for (const name of releaseNames(app).toReversed()) {
    const active = name === current;
    if (this.globals.json) this.output.json({ name, path: join(app, "releases", name), active });
    else this.output.data(`${active ? "*" : " "} ${name}`);
  }
  return 0;
}

interface Story {
  readonly app: string;
  readonly verb: string;
}

async function told(
  context: CliContext,
  { app, verb }: Story,
  body: () => Promise<Deployed>,
): Promise<number> {
  try {
    const { from, to, path } = await body();
    const detail = { to, ...(from === null ? {} : { from }) };
    await recordEvent(context, { kind: "release", subject: app, result: "ok", detail });
    if (context.globals.json) context.output.json({ app, from, to, path });
    else context.output.data(`${verb}: ${shown(join(app, "current"))} is ${to}`);
    return 0;
  } catch (error) {
    await recordFailure(context, { kind: "release", subject: app }, error);
    throw error;
  }
}

function appOf({ host }: CliContext, { to }: ReleaseFlags): string {
  if (to !== undefined && to !== "") return resolve(host.cwd, to);
  throw new GosteadError("usage", "the application's directory is missing", {
    fix: "gostead release deploy ./build --to /opt/app",
  });
}

async function depsOf(context: CliContext, flags: ReleaseFlags): Promise<DeployDeps> {
  const engine = await openEngine(context);
  return {
    nowMs: engine.nowMs,
    keep: KEPT_GENERATIONS,
    lock: {
      timeoutMs: engine.lockTimeoutMs,
      onWait: (holder) => engine.watch.warn(`waiting for ${holder}`),
    },
    gate: async (directory) => {
      if (flags.check !== undefined) await runCheck(context, flags.check, directory);
      if (flags.health !== undefined) await askHealth(context, flags.health);
    },
  };
}

async function runCheck({ host }: CliContext, command: string, cwd: string): Promise<void> {
  const argv = ["/bin/sh", "-c", command];
  const ran = await host.run(argv, { env: host.env, cwd, timeoutMs: CHECK_TIMEOUT_MS });
  if (ran.code === 0 && !ran.timedOut) return;
  const why = ran.timedOut ? "it did not end in time" : `exit ${ran.code}`;
  const said = shown(`${ran.stdout}${ran.stderr}`.trim().slice(-300));
  throw unhealthy(`the check failed: ${why}${said === "" ? "" : `: ${said}`}`);
}

/** A 2xx is healthy; a redirect is followed as every request of gostead's is. */
async function askHealth({ host }: CliContext, url: string): Promise<void> {
  const answer = await host.http().get({ url, maxBytes: 1 << 20 });
  if (answer.status < 200 || answer.status > 299) {
    throw unhealthy(`${redactUrl(url)} answered ${answer.status}`);
  }
}

function unhealthy(why: string): GosteadError {
  return new GosteadError("unhealthy", `nothing was switched: ${why}`, {
    fix: "mend what was to be deployed, then deploy it again",
  });
}
