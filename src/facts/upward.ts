import { dirname } from "node:path";

/** The path and what is above it, the nearest first, to the root. */
export function upward(path: string): readonly string[] {
  const above = dirname(path);
  return above === path ? [path] : [path, ...upward(above)];
}
