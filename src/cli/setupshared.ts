/**
 * What everybody's programs look up, root's too, may only name directories that
 * root alone can change: whoever could write there would run code as everybody.
 */
import { stat } from "node:fs/promises";
import { dirname } from "node:path";
import { isAbsent } from "#host/env.ts";
import { GosteadError } from "#model/error.ts";
import { shown } from "./render.ts";

/** Throws `bad-setting` unless the home's directories, and all above them, are root's and written by root alone. */
export async function checkShared(root: string, target: string): Promise<void> {
  for (const part of [`${root}/shims`, `${root}/bin`]) {
    for (let at = part; ; at = dirname(at)) {
      const fault = await faultOf(at);
      if (fault !== undefined) throw notShared(at, fault, target);
      if (at === "/") break;
    }
  }
}

async function faultOf(path: string): Promise<string | undefined> {
  try {
    const { uid, mode } = await stat(path);
    if (uid !== 0) return `belongs to user ${uid}`;
    // In a sticky directory, as /tmp is, nobody can replace what is root's.
    const sticky = (mode & 0o1000) !== 0;
    return (mode & 0o022) !== 0 && !sticky ? "can be written by others than root" : undefined;
  } catch (cause) {
    if (isAbsent(cause)) return "is not there";
    throw cause;
  }
}

function notShared(path: string, fault: string, target: string): GosteadError {
  const message = `${shown(path)} ${fault}: it must not come first on everybody's PATH (${target})`;
  return new GosteadError("bad-setting", message, {
    fix: "install gostead as root in a place of root's own, and set GOSTEAD_HOME to it",
  });
}
