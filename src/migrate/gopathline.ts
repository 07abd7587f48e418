/**
 * Whether the line that sets GOPATH may go from a start file: without it GOPATH is
 * `$HOME/go`, and with it go its module cache and its `bin`. Pure.
 */
import { join, resolve } from "node:path";

export interface GopathLine {
  /** What the line sets it to. */
  readonly value: string;
  readonly home: string;
  /** Repositories below it that are no modules yet, or could not be made ones. */
  readonly left: number;
  /** True where something stands at the path. */
  readonly isThere: (path: string) => boolean;
  /** Another line of a start file uses the variable. */
  readonly isUsed: boolean;
}

/** Why the line stays; undefined when nothing is lost with it. */
export function whyKept({ value, home, left, isThere, isUsed }: GopathLine): string | undefined {
  if (isUsed) return "another line uses GOPATH";
  const [first = "", ...more] = value.split(":").filter((one) => one !== "");
  if (left > 0) return `${left} of its repositories still need it`;
  if (first === "" || (more.length === 0 && resolve(first) === join(home, "go"))) return undefined;
  if (isThere(join(first, "pkg", "mod")))
    return `its module cache is used: ${join(first, "pkg", "mod")}`;
  return isThere(join(first, "bin")) ? `its programs are used: ${join(first, "bin")}` : undefined;
}
