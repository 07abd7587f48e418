/**
 * The environment in which a toolchain's own programs find each other (peers §5):
 * GOROOT/bin first on PATH, no inherited GOROOT, GOTOOLCHAIN=local unless the
 * user chose something that is no version.
 */
import { delimiter, join } from "node:path";

type Env = Readonly<Record<string, string | undefined>>;

export function toolchainEnv(env: Env, goroot: string): Record<string, string | undefined> {
  const path = [join(goroot, "bin"), ...(env.PATH ?? "").split(delimiter)].join(delimiter);
  return { ...env, PATH: path, GOROOT: undefined, GOTOOLCHAIN: localUnlessChosen(env.GOTOOLCHAIN) };
}

/** A version in GOTOOLCHAIN is a pin and has been obeyed; `auto` and `path` are the user's will. */
function localUnlessChosen(value: string | undefined): string {
  return value !== undefined && /^(auto|path|local)$/.test(value) ? value : "local";
}
