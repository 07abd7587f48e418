/**
 * The environment in which a toolchain's own programs find each other (peers §5):
 * GOROOT/bin first on PATH, no inherited GOROOT, GOTOOLCHAIN=local unless the user
 * chose something that is no version. The shim does the same (src/activate/shim.sh).
 */
import { delimiter, join } from "node:path";
import { compareVersions, type GoVersion, parseVersion } from "#model/version.ts";

type Env = Readonly<Record<string, string | undefined>>;

/** A copy of `env` for a program that is to use the toolchain at `goroot`; undefined means: not set. */
export function toolchainEnv(env: Env, goroot: string): Record<string, string | undefined> {
  const bin = join(goroot, "bin");
  // An empty part of PATH is the working directory: none may come of a PATH that is not set.
  const path = env.PATH ? `${bin}${delimiter}${env.PATH}` : bin;
  return { ...env, PATH: path, GOROOT: undefined, GOTOOLCHAIN: localUnlessChosen(env.GOTOOLCHAIN) };
}

/** A version in GOTOOLCHAIN is a pin and has been obeyed; `auto`, `path`, `local+auto` are the user's will. */
function localUnlessChosen(value = ""): string {
  return value === "" || /^go[0-9]/.test(value) ? "local" : value;
}

/**
 * GOFLAGS as a release takes them: before 1.18 Go stamps no revision, and refuses every command where they say
 * -buildvcs. Undefined when nothing is to be left out. The shim does the same.
 */
export function flagsWithoutBuildvcs(goflags = "", version: GoVersion): string | undefined {
  const stamping = parseVersion("1.18beta1");
  if (stamping === undefined || compareVersions(version, stamping) >= 0) return undefined;
  const words = goflags.split(" ");
  const kept = words.filter((word) => !/^--?buildvcs(=|$)/.test(word));
  return kept.length === words.length ? undefined : kept.join(" ");
}
