/**
 * What the launcher took from Node's environment (security S8) goes back to the
 * programs that gostead starts: GOSTEAD_KEEP_NODE_OPTIONS is the NODE_OPTIONS
 * that the user exported.
 */

const KEPT = /^GOSTEAD_KEEP_((?:NODE_|OPENSSL_)[A-Za-z0-9_]*)$/;
/** What the launcher says to us alone: how many files were open at most before Node asked for more. */
const SOFT_LIMIT = "GOSTEAD_SOFT_NOFILE";

/** The environment as it was before the launcher: for every child process. */
export function restoreKept(
  env: Readonly<Record<string, string | undefined>>,
): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(env)
      .filter(([name]) => name !== SOFT_LIMIT)
      .map(([name, value]) => [KEPT.exec(name)?.[1] ?? name, value]),
  );
}
