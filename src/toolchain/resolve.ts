/** From the words that people type to releases. */
import { GosteadError } from "#model/error.ts";
import { newestOfMinor } from "#model/linkwords.ts";
import { formatPlatform, type Platform } from "#model/platform.ts";
import { parseQuery, resolveVersion, selectVersion } from "#model/query.ts";
import type { Release } from "#model/release.ts";
import type { GoVersion } from "#model/version.ts";
import type { Engine } from "./engine.ts";
import { installedReleases, onPlatform } from "./installed.ts";
import { listRemote } from "./remote.ts";

export interface Wish {
  readonly word: string;
  readonly platform: Platform;
  readonly allowOlder: boolean;
}

/**
 * The release to install. A full version needs no list: the proxy is asked for it
 * by name. Throws `usage` or `unknown-version` with the nearest real versions.
 */
export async function resolveForInstall(wish: Wish, engine: Engine): Promise<Release> {
  const { word, platform } = wish;
  const plain = await exactOf(wish, engine);
  if (plain !== undefined) return { version: plain, platform };
  const known = await versionsFor(wish, engine);
  return { version: resolveVersion(word, known), platform };
}

/** The installed release that a word means; throws `usage` or `not-installed`. */
export function resolveInstalled(word: string, engine: Engine): Release {
  const releases = onPlatform(installedReleases(engine.home), engine.platform);
  const known = releases.map((release) => release.version);
  const query = parseQuery(word, known);
  const version =
    query.kind === "minor" ? newestOfMinor(query.minor, known) : selectVersion(query, known);
  if (version !== undefined) return { version, platform: engine.platform };
  const have = known.length === 0 ? "nothing is installed yet" : `installed: ${known.join(", ")}`;
  throw new GosteadError("not-installed", `no installed Go is ${JSON.stringify(word)}; ${have}`, {
    fix: `gostead install ${word}`,
  });
}

/** The same; undefined when none is meant. */
export function installedOrNone(word: string, engine: Engine): Release | undefined {
  try {
    return resolveInstalled(word, engine);
  } catch (error) {
    if (error instanceof GosteadError) return undefined;
    throw error;
  }
}

/** Why a version could not be had: unknown to the list too (a wrong word), or only not to be had now. */
export async function explainAbsence(wish: Wish, engine: Engine, error: unknown): Promise<unknown> {
  if (!(error instanceof GosteadError)) return error;
  if (error.code !== "not-available" && error.code !== "refused") return error;
  try {
    const anywhere = await listRemote(engine, true);
    const known = [...new Set(anywhere.map((release) => release.version))];
    const version = resolveVersion(wish.word, known);
    const name = formatPlatform(wish.platform);
    const has = anywhere.some(
      (one) => one.version === version && formatPlatform(one.platform) === name,
    );
    return has ? error : notFor(wish, version, error);
  } catch (second) {
    return second instanceof GosteadError && second.code === "unknown-version" ? second : error;
  }
}

function notFor(wish: Wish, version: GoVersion, cause: GosteadError): GosteadError {
  const name = formatPlatform(wish.platform);
  return new GosteadError(
    "not-available",
    `go${version} is not to be had for ${name}: ${cause.message}`,
    {
      fix: "gostead list --remote shows what this GOPROXY lists",
      cause,
    },
  );
}

/** The version of a word that needs no list; a word that is none is told the nearest real ones. */
async function exactOf(wish: Wish, engine: Engine): Promise<GoVersion | undefined> {
  try {
    const query = parseQuery(wish.word);
    return query.kind === "exact" ? query.version : undefined;
  } catch (error) {
    parseQuery(wish.word, await versionsFor(wish, engine).catch(() => []));
    throw error;
  }
}

async function versionsFor(wish: Wish, engine: Engine): Promise<GoVersion[]> {
  const releases = await listRemote(engine, wish.allowOlder);
  return onPlatform(releases, wish.platform).map((release) => release.version);
}
