/** What a label's tree adds to the environment of a program that runs in it: exec's half of what the shim does. */
import type { Engine } from "#toolchain/engine.ts";
import type { Toolchain } from "./find.ts";
import { userGoEnv, valuesOf } from "./goenv.ts";
import { readLabel } from "./label.ts";
import { labelledEnv, variablesOf } from "./variables.ts";

type Env = Readonly<Record<string, string | undefined>>;

/** A copy of `env` with the label's variables where nothing of the user's stands before them. Throws `bad-setting`. */
export function environmentOf({ label }: Toolchain, env: Env, engine: Engine): Env {
  if (label === undefined) return env;
  const { definition } = readLabel(label, engine);
  return labelledEnv(env, variablesOf(definition), valuesOf(userGoEnv(env)));
}
