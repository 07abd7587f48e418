/** Directories that ask for a version: one kind of pin each, so nobody reads another's. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Shim } from "./peers/peer.ts";
import { FIRST } from "./settings.ts";

export type Depth = 1 | 10;

/** A directory `depth` levels down, counting the one that holds the pin. */
export function project(work: string, pin: Shim["pin"], depth: Depth): string {
  const top = join(work, "projects", pin);
  const levels = Array.from({ length: depth - 1 }, (_, index) => `d${index + 2}`);
  const directory = join(top, ...levels);
  mkdirSync(directory, { recursive: true });
  if (pin === "go-mod") writeFileSync(join(top, "go.mod"), `module x\n\ngo ${FIRST}\n`);
  else writeFileSync(join(top, ".go-version"), `${FIRST}\n`);
  if (pin === "go-version") writeFileSync(join(top, ".tool-versions"), `golang ${FIRST}\n`);
  return directory;
}
