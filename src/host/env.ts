/**
 * The environment, and Go's settings as Go itself finds them
 * (https://pkg.go.dev/cmd/go, "Environment variables"): the environment first,
 * then the user's file that `go env -w` writes. Lines of that file are
 * `NAME=value` with a name that starts in A-Z; every other line is ignored and
 * nothing is quoted. An empty value counts as unset.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { GosteadError } from "#model/error.ts";

export type Env = Readonly<Record<string, string | undefined>>;

export interface GoSetting {
  readonly value: string;
  /** `default` is for callers that fall back to a value Go documents. */
  readonly origin: "env" | "user" | "default";
}

/** A copy of the process's environment, taken once. */
export function readEnv(): Env {
  return { ...process.env };
}

/** A Go setting such as GOPROXY, from the environment or Go's user file; undefined when neither sets it. */
export function goSetting(env: Env, name: string): GoSetting | undefined {
  const own = env[name];
  if (own !== undefined && own !== "") return { value: own, origin: "env" };
  const value = readGoFile(env).get(name);
  return value === undefined || value === "" ? undefined : { value, origin: "user" };
}

/** Where `go env -w` keeps its settings: GOENV, else below os.UserConfigDir; undefined when there is none. */
export function goEnvFile(env: Env): string | undefined {
  const named = env.GOENV;
  if (named === "off") return undefined;
  if (named !== undefined && named !== "") return named;
  const directory = userConfigDir(env, process.platform);
  return directory === undefined ? undefined : join(directory, "go", "env");
}

/** Go's os.UserConfigDir for a Node platform name; undefined where Go would give an error. */
export function userConfigDir(env: Env, platform: NodeJS.Platform): string | undefined {
  const home = env.HOME || undefined;
  if (platform === "win32") return env.AppData || env.APPDATA || undefined;
  if (platform === "darwin") return home && join(home, "Library", "Application Support");
  const xdg = env.XDG_CONFIG_HOME || undefined;
  if (xdg !== undefined) return xdg.startsWith("/") ? xdg : undefined;
  return home && join(home, ".config");
}

/** The settings in the text of a go/env file. A name given twice has its last value. */
export function parseGoEnv(text: string): ReadonlyMap<string, string> {
  const settings = new Map<string, string>();
  for (const line of text.split(/\r?\n/)) {
    const found = /^([A-Z][^=]*)=(.*)$/s.exec(line);
    if (found !== null) settings.set(found[1] ?? "", found[2] ?? "");
  }
  return settings;
}

function readGoFile(env: Env): ReadonlyMap<string, string> {
  const path = goEnvFile(env);
  if (path === undefined) return new Map();
  try {
    return parseGoEnv(readFileSync(path, "utf8"));
  } catch (cause) {
    if (isAbsent(cause)) return new Map();
    throw new GosteadError("bad-setting", `cannot read Go's settings file ${path}`, {
      fix: "make the file readable, or set GOENV=off",
      cause,
    });
  }
}

/** True for a file system error that says: there is no such file. */
export function isAbsent(error: unknown): boolean {
  const code = codeOf(error);
  return code === "ENOENT" || code === "ENOTDIR";
}

/** The `code` that Node puts on its errors, such as `ENOENT`. */
export function codeOf(error: unknown): string | undefined {
  if (typeof error !== "object" || error === null || !("code" in error)) return undefined;
  return typeof error.code === "string" ? error.code : undefined;
}
