/** The settings of this machine and directory, with the defaults of their last layer. */
import type { Values } from "#config/keys.ts";
import { loadSettings, type Origin, type Settings } from "#config/settings.ts";
import type { SettingsFault } from "#facts/asked.ts";
import { LOCK_TIMEOUT_MS } from "#host/lock.ts";
import { DEFAULT_GOPROXY } from "#model/defaults.ts";
import { GosteadError } from "#model/error.ts";
import { compareVersions, type GoVersion } from "#model/version.ts";
import type { CliContext } from "./context.ts";
import { shown } from "./render.ts";

export const DEFAULTS = {
  goproxy: DEFAULT_GOPROXY,
  lockTimeout: LOCK_TIMEOUT_MS / 1000,
} as const satisfies Partial<Values>;

export function openSettings({
  host,
  output,
}: Pick<CliContext, "host" | "output">): Promise<Settings> {
  return loadSettings({
    cwd: host.cwd,
    env: host.env,
    home: () => host.home,
    uid: process.getuid?.(),
    defaults: DEFAULTS,
    onIgnored: (notice) => output.warn(shown(notice)),
  });
}

/** What is wrong with the settings here; null when they can be read. */
export async function settingsFault(context: CliContext): Promise<SettingsFault | null> {
  try {
    await context.settings();
    return null;
  } catch (error) {
    if (!(error instanceof GosteadError)) throw error;
    return { message: error.message, fix: error.fix ?? "mend that file, or take it away" };
  }
}

/** Throws `below-minimum` for a version that policy.minVersion does not take. */
export async function requirePermitted(context: CliContext, version: GoVersion): Promise<void> {
  const minimum = (await context.settings()).get("policy.minVersion");
  if (minimum === undefined || compareVersions(version, minimum.value) >= 0) return;
  throw new GosteadError(
    "below-minimum",
    `go${version} is older than ${minimum.value}, the lowest that ${originName(minimum.origin)} accepts`,
    { fix: `name a version from ${minimum.value} on` },
  );
}

/** `/project/gostead.yaml:3`, `the environment`, `the default`. */
export function originName({ layer, file, line }: Origin): string {
  if (file !== undefined) return `${shown(file)}${line === undefined ? "" : `:${line}`}`;
  return layer === "env" ? "the environment" : `the ${layer}`;
}

/** What is wrong with a value from a file is mended in that file, not in a variable. */
export function saidBy<T>(origin: Origin | undefined, use: () => T): T {
  try {
    return use();
  } catch (error) {
    if (!(error instanceof GosteadError) || origin?.line === undefined) throw error;
    const place = originName(origin);
    throw new GosteadError(error.code, `${error.message} (said by ${place})`, {
      fix: `correct ${place}`,
      cause: error,
    });
  }
}
