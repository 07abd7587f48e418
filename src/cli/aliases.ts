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
  ["snapshots", ["rollback", "--list"]],
]);
