/**
 * A label's `env` file, which the shim reads with builtins alone:
 *
 *   gostead label 1 linux
 *   GOPROXY=https://proxy.corp.example,off
 *   CGO_ENABLED=0
 *
 * The first line names the format and the system, by which the shim knows where `go env -w`
 * keeps its file. Then one variable a line, nothing quoted. The shim's half is gs_label of
 * src/activate/label.sh; test/data/labels holds the two equal.
 */
import { type Definition, INHERITED } from "./definition.ts";

type Env = Readonly<Record<string, string | undefined>>;

/** Those of which the user's own setting wins. */
const YOURS: readonly string[] = [...INHERITED, "GOTOOLCHAIN"];

/** What a label sets, GOTOOLCHAIN with it where it is not what gostead sets anyway. */
export function variablesOf({ env, toolchain }: Definition): Map<string, string> {
  return toolchain === "auto" ? new Map([...env, ["GOTOOLCHAIN", toolchain]]) : new Map(env);
}

/** The file's text; `os` is the machine's GOOS. */
export function formatVariables(definition: Definition, os: string): string {
  const lines = [...variablesOf(definition)].map(([name, value]) => `${name}=${value}`);
  return [`gostead label 1 ${os}`, ...lines, ""].join("\n");
}

/** Whether what the user set, in the environment or in Go's settings file, stands before a label's value. */
export function isYours(name: string, env: Env, goEnvFile: ReadonlyMap<string, string>): boolean {
  return YOURS.includes(name) && Boolean(env[name] || goEnvFile.get(name));
}

/**
 * A copy of `env` with what the label sets. `goEnvFile` is what the user's `go env -w` has written.
 * Empty counts as not set, as Go has it (spec B2.4).
 */
export function labelledEnv(
  env: Env,
  variables: ReadonlyMap<string, string>,
  goEnvFile: ReadonlyMap<string, string>,
): Record<string, string | undefined> {
  const own = [...variables].filter(([name]) => !isYours(name, env, goEnvFile));
  return { ...env, ...Object.fromEntries(own) };
}
