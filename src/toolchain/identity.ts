/** Which release a tree says it is: from VERSION and the names below pkg/tool, never by running it. */
import { closeSync, constants, fstatSync, openSync, readdirSync, readSync } from "node:fs";
import { join } from "node:path";
import { type Platform, parsePlatform } from "#model/platform.ts";
import type { Release } from "#model/release.ts";
import { parseVersion } from "#model/version.ts";

const MAX_VERSION_FILE = 1024;

/** Undefined when there is no VERSION that Go would write; `here` stands in where pkg/tool names no platform. */
export function identify(root: string, here: Platform): Release | undefined {
  const line = firstLine(join(root, "VERSION"));
  if (line?.startsWith("go") !== true) return undefined;
  // A packager's suffix stands behind a space: "go1.22.6 X:nocoverageredesign".
  const version = parseVersion(line.split(" ", 1)[0] ?? "");
  return version === undefined ? undefined : { version, platform: platformOf(root) ?? here };
}

function platformOf(root: string): Platform | undefined {
  try {
    const named = readdirSync(join(root, "pkg", "tool")).filter((name) => name.includes("_"));
    return named.length === 1 ? parsePlatform((named[0] ?? "").replace("_", "-")) : undefined;
  } catch {
    return undefined;
  }
}

/** Packagers link to VERSION, so links are followed; a FIFO is not waited for. */
function firstLine(path: string): string | undefined {
  let fd: number | undefined;
  try {
    fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    if (!fstatSync(fd).isFile()) return undefined;
    const buffer = Buffer.alloc(MAX_VERSION_FILE);
    const length = readSync(fd, buffer, 0, buffer.length, 0);
    return buffer.toString("utf8", 0, length).split("\n", 1)[0]?.trimEnd();
  } catch {
    return undefined;
  } finally {
    if (fd !== undefined) closeSync(fd);
  }
}
