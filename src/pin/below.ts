/**
 * A pin below the `go` line of the module that rules the directory is an error that
 * quotes both lines (peers §5): that module does not build with it, and Go would
 * switch away from it or stop.
 */
import { GosteadError } from "#model/error.ts";
import { compareVersions, type GoVersion, minorOf, parseVersion } from "#model/version.ts";
import { concrete, isExact } from "./default.ts";
import type { Module } from "./module.ts";
import type { Pin } from "./pin.ts";

/** The error; undefined when the pin is new enough, or cannot be compared: `system`, `latest`, a minor that is not installed. */
export function belowModule(home: string, pin: Pin, module: Module): GosteadError | undefined {
  const go = module.directives?.go;
  const needed = go === undefined || /^go|-/.test(go.value) ? undefined : parseVersion(go.value);
  if (go === undefined || needed === undefined || !isBelow(home, pin.word, needed))
    return undefined;
  const [ours, theirs] = [`${pin.file}:${pin.line}`, `${module.file}:${go.line}`];
  return new GosteadError(
    "pin-below-module",
    `${ours} asks for "${pin.word}", but ${theirs} says "go ${needed}"`,
    { fix: `write ${needed} or newer into ${ours}, or lower the go line` },
  );
}

function isBelow(home: string, word: string, needed: GoVersion): boolean {
  const have = concrete(home, word);
  if (have === undefined) return false;
  // What is not installed is known by its minor alone.
  if (isExact(word) || isExact(have)) return compareVersions(have, needed) < 0;
  const least = parseVersion(minorOf(needed));
  return have.includes(".") && least !== undefined && compareVersions(have, least) < 0;
}
