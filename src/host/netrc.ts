/**
 * Logins from a netrc file, read as cmd/go reads it
 * (cmd/go/internal/auth/netrc.go): words in pairs within a line, `machine`
 * starts an entry, an entry counts once it has machine, login and password,
 * `macdef` skips lines up to an empty one, `default` ends the file and is not
 * used. Nothing is quoted. The first entry for a host wins.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { GosteadError } from "#model/error.ts";
import { type Env, isAbsent } from "./env.ts";

export interface Login {
  readonly machine: string;
  readonly login: string;
  readonly password: string;
}

/** The entries of a netrc file, in its order. Never throws. */
export function parseNetrc(text: string): readonly Login[] {
  const logins: Login[] = [];
  let entry: Partial<Record<string, string>> = {};
  let inMacro = false;
  for (const line of text.split("\n")) {
    if (inMacro) {
      inMacro = line.trim() !== "";
      continue;
    }
    const words = line.split(/\s+/).filter((word) => word !== "");
    for (let at = 0; at + 1 < words.length; at += 2) {
      const key = words[at] ?? "";
      if (key === "machine") entry = {};
      if (key === "macdef") inMacro = true;
      entry[key] = words[at + 1] ?? "";
      const { machine, login, password } = entry;
      if (machine && login && password) {
        logins.push({ machine, login, password });
        entry = {};
      }
    }
    if (words.length % 2 === 1 && words.at(-1) === "default") return logins;
  }
  return logins;
}

/** The login for a host name (no port), or undefined. Host names have no case. */
export function loginFor(logins: readonly Login[], host: string): Login | undefined {
  const wanted = host.toLowerCase();
  return logins.find((login) => login.machine.toLowerCase() === wanted);
}

/** The entries of the user's netrc: NETRC, else `.netrc`, else `_netrc` in HOME. None when there is no file. */
export function readNetrc(env: Env): readonly Login[] {
  const named = env.NETRC;
  const home = env.HOME || env.USERPROFILE;
  const places = named ? [named] : home ? [join(home, ".netrc"), join(home, "_netrc")] : [];
  for (const path of places) {
    const text = readIfThere(path);
    if (text !== undefined) return parseNetrc(text);
  }
  return [];
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch (cause) {
    if (isAbsent(cause)) return undefined;
    throw new GosteadError("bad-setting", `cannot read the logins in ${path}`, {
      fix: "make the file readable for yourself, or point NETRC elsewhere",
      cause,
    });
  }
}
