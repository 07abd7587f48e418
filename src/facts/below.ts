/**
 * Paths below a root, so that a recorded machine stands in for this one: links
 * are followed as that machine would follow them, an absolute target begins at
 * the root and `..` never leaves it.
 */
import { lstat, readlink, realpath } from "node:fs/promises";
import { dirname, join } from "node:path";

/** As many as Linux follows. */
const MAX_LINKS = 40;

/** The real path as the machine sees it. Throws the file system's errors. */
export async function realBelow(root: string, path: string): Promise<string> {
  if (root === "/") return await realpath(path);
  let links = 0;
  let at = "/";
  const left = path.split("/").filter((name) => name !== "");
  while (left.length > 0) {
    const name = left.shift() ?? "";
    const next = name === ".." ? dirname(at) : join(at, name);
    if (!(await lstat(join(root, next))).isSymbolicLink()) {
      at = next;
      continue;
    }
    if (++links > MAX_LINKS) throw Object.assign(new Error("too many links"), { code: "ELOOP" });
    const target = await readlink(join(root, next));
    if (target.startsWith("/")) at = "/";
    left.unshift(...target.split("/").filter((part) => part !== ""));
  }
  return at;
}
