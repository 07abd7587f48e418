/**
 * Which checksum log counts for toolchains. A proof is never dropped silently:
 * settings that would switch it off are refused with what to do (Go ignores
 * GONOSUMDB for toolchains and fails under GOSUMDB=off: useSumDB in modfetch). A key
 * from the environment is used, but named, and the receipt says so (security S5).
 */

import { type Env, goSetting } from "#host/env.ts";
import { GosteadError } from "#model/error.ts";
import { TOOLCHAIN_PATH } from "#model/module.ts";
import { matchesPatterns } from "#model/patterns.ts";
import { parseGosumdb, SUM_GOLANG_ORG } from "#sumdb/keys.ts";

/** Who said which log to trust. */
export type TrustOrigin = "built-in" | "user" | "env";

/** The log that the configuration trusts for toolchains. */
export interface LogTrust {
  readonly name: string;
  readonly verifierKey: string;
  /** From GOSUMDB="key URL": asked directly, no proxy tried. */
  readonly url?: string;
  readonly origin: TrustOrigin;
}

/** What GOSUMDB is to be, empty for Go's own log, and who says so. */
export interface SaidLog {
  readonly value: string;
  readonly origin: "user" | "env";
}

/**
 * The log of `said`, or of the environment and Go's settings file unless told. Throws
 * `proof-refused` for settings that would go without a proof, `bad-setting` for a
 * GOSUMDB that cannot be read.
 */
export function logTrust(env: Env, said: SaidLog = saidToGo(env)): LogTrust {
  refuseExemption(env);
  const parsed = parseGosumdb(said.value);
  if (parsed.kind === "off")
    throw refusal("GOSUMDB=off", "unset GOSUMDB, or run: GOSUMDB=sum.golang.org gostead …");
  const { name, url } = parsed;
  const verifierKey = parsed.verifierKey.text;
  const origin = verifierKey === SUM_GOLANG_ORG ? "built-in" : said.origin;
  return url === undefined ? { name, verifierKey, origin } : { name, verifierKey, origin, url };
}

/** A settings file that GOENV names is the word of whoever set that variable. */
function saidToGo(env: Env): SaidLog {
  const setting = goSetting(env, "GOSUMDB");
  const fromEnv = setting?.origin === "env" || (env.GOENV ?? "") !== "";
  return { value: setting?.value ?? "", origin: fromEnv ? "env" : "user" };
}

function refuseExemption(env: Env): void {
  const exempt = goSetting(env, "GONOSUMDB")?.value ?? "";
  if (!matchesPatterns(exempt, TOOLCHAIN_PATH)) return;
  throw refusal(
    `GONOSUMDB=${exempt}`,
    `take ${TOOLCHAIN_PATH} out of GONOSUMDB, or run: GONOSUMDB= gostead …`,
  );
}

function refusal(setting: string, fix: string): GosteadError {
  return new GosteadError(
    "proof-refused",
    `${setting} would install a toolchain without a proof, which gostead never does`,
    { fix },
  );
}
