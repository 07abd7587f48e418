/** Why a key of a project file does not count, and what lets it (security S7, S5). Pure. */
import type { Allowance } from "./allowed.ts";
import type { Trust } from "./keys.ts";

/** Undefined when the key counts. */
export function refusalOf(trust: Trust, allowance: Allowance): string | undefined {
  if (trust === "free" || trust === allowance) return undefined;
  if (trust === "allow" && allowance === "unsafe") return undefined;
  if (trust === "never") {
    return "no project file names the log that proves toolchains, and gostead allow does not change that; your own config.yaml may";
  }
  const command = trust === "unsafe" ? "gostead allow --unsafe" : "gostead allow";
  return allowance === "changed"
    ? `the file has changed since you allowed it; to let it count, look at it, then run: ${command}`
    : `a project needs your word for that; to let it count, look at the file, then run: ${command}`;
}
