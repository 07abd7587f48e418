/** Words that people's fingers know from other tools, in one table (design §7). */
export const ALIASES = {
  i: "install",
  rm: "uninstall",
  remove: "uninstall",
  ls: "list",
  versions: "list",
  x: "exec",
  run: "exec",
  gc: "prune",
  import: "adopt",
  local: "pin",
  global: "default",
  version: "current",
  prefix: "where",
  init: "activate",
  hook: "activate",
} as const;

/** The command that a verb stands for. */
export function meaningOf(verb: string): string {
  return Object.entries(ALIASES).find(([alias]) => alias === verb)?.[1] ?? verb;
}

/** Words that stand for a command with a flag. */
export const PHRASES: ReadonlyMap<string, readonly string[]> = new Map([
  ["ls-remote", ["list", "--remote"]],
  ["search", ["list", "--remote"]],
  ["outdated", ["list", "--outdated"]],
  ["fingerprint", ["facts", "fingerprint"]],
  ["snapshots", ["rollback", "--list"]],
]);

/** Words of other tools for what happens by itself here, and what to say then. */
export const NEEDLESS: ReadonlyMap<string, string> = new Map(
  ["rehash", "reshim"].map((word) => [
    word,
    `${word} is not needed: the shims find each version by themselves`,
  ]),
);
