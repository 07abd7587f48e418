/** Which Go `gostead check` starts, which one really ran, and what the project asks for. */
import { readFileSync } from "node:fs";
import { type Required, versionIn } from "#check/required.ts";
import { goenvEnv } from "#config/goenvkept.ts";
import type { Env } from "#host/env.ts";
import { restoreKept } from "#host/kept.ts";
import { environmentOf } from "#label/environment.ts";
import type { Toolchain } from "#label/find.ts";
import { GosteadError } from "#model/error.ts";
import { quoted } from "#model/quote.ts";
import { compareVersions, parseVersion } from "#model/version.ts";
import { parseGoMod } from "#pin/gomod.ts";
import type { Pin } from "#pin/pin.ts";
import type { Engine } from "#toolchain/engine.ts";
import { toolchainEnv } from "#toolchain/environment.ts";
import { installedReleases } from "#toolchain/installed.ts";
import type { CliContext } from "./context.ts";
import { pinHere, requireToolchain } from "./here.ts";
import { openEngine } from "./open.ts";
import { shown } from "./render.ts";
import { requirePermitted } from "./settings.ts";

export interface CheckGo {
  readonly env: Env;
  /** GOVERSION of the go that was started, before it handed over to another. */
  readonly started: string;
  /** GOVERSION of the one that really runs here. */
  readonly ran: string;
  /** As it counted; empty before Go 1.21. */
  readonly gotoolchain: string;
  readonly goroot: string;
  /** go.work or go.mod; null outside of modules. */
  readonly module: string | null;
  /** True when some installed version is at least this one. */
  readonly hasAtLeast: (required: Required) => boolean;
}

const TOLD = ["GOVERSION", "GOTOOLCHAIN", "GOROOT", "GOMOD", "GOWORK"] as const;
const ASK_MS = 120_000;

/** Throws `no-go` where none runs. */
export async function findGo(context: CliContext): Promise<CheckGo> {
  const engine = await openEngine(context);
  const env = await environmentHere(context, engine);
  const local = await ask(context, { ...env, GOTOOLCHAIN: "local" });
  const values = await ask(context, env);
  const module = [values.GOWORK, values.GOMOD].find((path) => path?.startsWith("/"));
  const ran = values.GOVERSION || (await plainVersion(context, env));
  return {
    env,
    started: local.GOVERSION || ran,
    ran,
    gotoolchain: values.GOTOOLCHAIN ?? "",
    goroot: values.GOROOT ?? "",
    module: module === undefined || module === "/dev/null" ? null : module,
    hasAtLeast: ({ version }) =>
      [...installedReleases(engine.home).map((one) => one.version), versionIn(ran)].some(
        (one) => one !== undefined && compareVersions(one, version) >= 0,
      ),
  };
}

/** The pinned toolchain's, else ours as it is: then PATH says which go. */
async function environmentHere(context: CliContext, engine: Engine): Promise<Env> {
  const { host, globals } = context;
  const own = restoreKept(host.env);
  const offline = globals.offline ? { GOPROXY: "off" } : {};
  const pin = pinHere(context);
  if (pin === undefined || pin.word === "system") return { ...own, ...offline };
  const found = installedHere(context, engine, pin);
  if (found === undefined) return { ...own, ...offline };
  await requirePermitted(context, found.release.version);
  const { cwd, home } = host;
  const labelled = environmentOf(found, own, engine);
  const whole = goenvEnv(labelled, { cwd, home, uid: engine.uid });
  return { ...toolchainEnv(whole, found.path), ...offline };
}

/** Undefined where only a go line asks, which any newer go will do for: that on PATH may be one. */
function installedHere(context: CliContext, engine: Engine, pin: Pin): Toolchain | undefined {
  try {
    return requireToolchain(context, engine);
  } catch (error) {
    if (!(error instanceof GosteadError) || error.code !== "not-installed") throw error;
    if (pin.kind === "go.mod" || pin.kind === "go.work") return undefined;
    const fix = error.fix === undefined ? {} : { fix: error.fix };
    throw new GosteadError("no-go", error.message, { ...fix, cause: error });
  }
}

type Told = Readonly<Partial<Record<(typeof TOLD)[number], string>>>;

async function ask(context: CliContext, env: Env): Promise<Told> {
  const said = await go(context, env, ["env", "-json", ...TOLD]);
  const read: unknown = JSON.parse(said);
  const entries = typeof read === "object" && read !== null ? Object.entries(read) : [];
  return Object.fromEntries(entries.map(([name, value]) => [name, String(value)]));
}

/** Before Go 1.16 go env knows no GOVERSION. */
async function plainVersion(context: CliContext, env: Env): Promise<string> {
  const [, version = ""] = /^go version (\S+)/.exec(await go(context, env, ["version"])) ?? [];
  return version;
}

async function go(context: CliContext, env: Env, args: readonly string[]): Promise<string> {
  const { host } = context;
  const fix = "gostead doctor path env tells what is wrong with it";
  const started = host.run(["go", ...args], { cwd: host.cwd, env, timeoutMs: ASK_MS });
  const said = await started.catch((cause: unknown) => {
    const own = "install one and choose it: gostead install stable && gostead default stable";
    throw new GosteadError("no-go", "there is no go on PATH, and nothing here asks for a version", {
      fix: own,
      cause,
    });
  });
  if (said.code === 0) return said.stdout;
  const last = said.stderr.trim().split("\n").at(-1) ?? "";
  const why = said.timedOut ? "it did not end" : last || `it ended with status ${said.code}`;
  throw new GosteadError("no-go", `go ${args[0]} fails here: ${shown(why)}`, { fix });
}

/** What `--min` asks for. */
export function requiredBy(min: string): Required {
  const version = parseVersion(min);
  if (version !== undefined) return { version, by: "--min" };
  throw new GosteadError("usage", `no Go version: ${quoted(min)}`, {
    fix: "write it as 1.22, 1.22.6 or 1.23rc1",
  });
}

/** The go line of the project's own go.work or go.mod; undefined when there is none. */
export function requiredHere({ module }: CheckGo): Required | undefined {
  if (module === null) return undefined;
  const { go: line } = parseGoMod(readFileSync(module, "latin1"));
  const version = line === undefined ? undefined : parseVersion(line.value);
  if (line === undefined || version === undefined) return undefined;
  return { version, by: `${module}:${line.line}` };
}

/** Main modules' directories, by module path; none where go does not tell. */
export async function moduleDirectories(
  { host }: CliContext,
  env: Env,
): Promise<ReadonlyMap<string, string>> {
  const argv = ["go", "list", "-m", "-f", "{{.Path}}\t{{.Dir}}"];
  const said = await host.run(argv, { cwd: host.cwd, env, timeoutMs: ASK_MS });
  const rows = said.code === 0 ? said.stdout.trim().split("\n") : [];
  return new Map(
    rows.flatMap((row) => {
      const [path = "", directory = ""] = row.split("\t");
      return path === "" || directory === "" ? [] : [[path, directory]];
    }),
  );
}
