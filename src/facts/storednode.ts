/**
 * A machine that the script of `gostead facts script` (nodescript.ts) looked at, as a place to gather facts
 * from. What was not recorded is unknown, never absent. The document, format 1:
 *
 *   {"schema": "node", "format": 1, "version": "1.0.0", "platform": "linux_amd64", "uid": 0, "cwd": "/",
 *    "asked": ["HOME", …], "env": {"HOME": "/root"},
 *    "run": {"uname -srm": {"code": 0, "stdout": "…", "stderr": ""}, "rpm -E %{_arch}": null},
 *    "files": {"/etc/profile": {"is": "file", "real": "/etc/profile", "executable": false, "text": "…"},
 *              "/bin/sh": {"is": "file", "real": "/usr/bin/dash", "executable": true, "hex": "7f45…", "words": []},
 *              "/lib": {"is": "directory", "real": "/usr/lib", "names": ["…"]},
 *              "/gone": {"is": "absent"}, "/locked": {"is": "unreadable", "reason": "…"}},
 *    "status": {"/root": {"mode": "drwx------", "uid": 0, "writable": true, "target": null}, "/gone": null}}
 *
 * `asked`: variables that were looked for. A program or a path that is null is not there.
 */
import type { Asked } from "./asked.ts";
import { noNetwork } from "./network.ts";
import { REAL_OWNERSHIP } from "./ownership.ts";
import { gosteadOf, type Place, TIMEOUT_MS } from "./place.ts";
import type { DirectoryAnswer, FileAnswer, Kind, Read, RunAnswer, StatusAnswer } from "./read.ts";

export type Json = Readonly<Record<string, unknown>>;

export function nodePlace(node: Json, asked?: Asked): Place {
  const env = stringsOf(node.env);
  const said = objectOr(node.run);
  const variables = Array.isArray(node.asked) ? node.asked : [];
  const files = new Map(Object.entries(objectOr(node.files)));
  const statuses = new Map(Object.entries(objectOr(node.status)));
  const gostead = gosteadOf(env);
  return {
    root: "/",
    env: lookedFor(env, variables),
    cwd: "/",
    gostead,
    uid: typeof node.uid === "number" ? node.uid : undefined,
    asked: asked && askedOfNode(asked, gostead),
    ownership: REAL_OWNERSHIP,
    platform: typeof node.platform === "string" ? node.platform : "unknown",
    timeoutMs: TIMEOUT_MS,
    network: noNetwork("the network was not recorded"),
    run: async ({ argv }) => ranBefore(said, argv.join(" ")),
    answer: (read) => {
      if ("env" in read && variables.includes(read.env)) return env[read.env];
      if ("file" in read) return fileAnswer(read, files);
      if ("directory" in read) return directoryAnswer(read.directory, files);
      if ("status" in read) return statusAnswer(read.status, statuses);
      throw new Error(`${nameOf(read)} was not recorded`);
    },
  };
}

/** A variable that nobody looked for is not one that is not set. */
function lookedFor(
  env: Readonly<Record<string, string>>,
  variables: readonly unknown[],
): Readonly<Record<string, string>> {
  return new Proxy(env, {
    get: (all, name) => {
      if (typeof name === "string" && !variables.includes(name)) {
        throw new Error(`${name} was not recorded`);
      }
      return Reflect.get(all, name);
    },
  });
}

const BITS = "rwxrwxrwx";
const KINDS: Readonly<Record<string, Kind>> = { "-": "file", d: "directory", l: "link" };

function statusAnswer(path: string, statuses: ReadonlyMap<string, unknown>): StatusAnswer {
  const found = statuses.get(path);
  if (found === null) return { is: "absent", path };
  const { mode, uid, writable, target } = objectOr(found);
  if (
    typeof mode !== "string" ||
    !/^[a-zA-Z-][a-zA-Z-]{9}$/.test(mode) ||
    typeof uid !== "number"
  ) {
    throw new Error(`the mode of ${path} was not recorded`);
  }
  const kind = KINDS[mode[0] ?? ""] ?? "other";
  const to = typeof target === "string" ? { target } : {};
  return { is: "status", path, kind, mode: bitsOf(mode), uid, writable: writable === true, ...to };
}

/** `drwxr-sr-t` is 0o3755: a letter in the place of x stands for it, unless it is a capital. */
function bitsOf(mode: string): number {
  const letters = [...mode.slice(1)];
  const plain = letters.reduce((bits, letter, at) => {
    const isSet = letter === BITS[at] || letter === "s" || letter === "t";
    return isSet ? bits | (0o400 >> at) : bits;
  }, 0);
  const special = [2, 5, 8].filter((at) => /[st]/i.test(letters[at] ?? ""));
  return special.reduce((bits, at) => bits | (0o4000 >> ((at - 2) / 3)), plain);
}

/** What this machine's gostead keeps proves nothing of the other's. */
function askedOfNode(asked: Asked, gostead: string | undefined): Asked {
  return {
    ...asked,
    managed: undefined,
    proofOf: (goroot) => {
      if (gostead === undefined || !goroot.startsWith(`${gostead}/`)) return undefined;
      throw new Error(`the receipt of ${goroot} was not recorded`);
    },
  };
}

function nameOf(read: Read): string {
  return Object.values(read).map(String)[0] ?? "";
}

function ranBefore(said: Json, line: string): RunAnswer {
  const entry = Object.hasOwn(said, line) ? said[line] : undefined;
  if (entry === null) return { is: "failed", reason: `${line.split(" ")[0]} is not there` };
  const { code, stdout, stderr } = objectOr(entry);
  if (typeof code !== "number" || typeof stdout !== "string") {
    throw new Error(`${line} was not recorded`);
  }
  if (code === 124) return { is: "failed", reason: "it did not end within 2 s" };
  return { is: "ended", code, stdout, stderr: typeof stderr === "string" ? stderr : "" };
}

function fileAnswer(
  { file: path, max, head }: Extract<Read, { file: string }>,
  files: ReadonlyMap<string, unknown>,
): FileAnswer {
  const entry = entryOf(path, files);
  const { is, real, executable, reason } = entry;
  if (is === "absent") return { is, path };
  if (is === "directory") return { is: "unreadable", path, reason: "it is a directory" };
  if (is === "unreadable") return { is, path, reason: String(reason) };
  const bytes = bytesOf(entry);
  if (is !== "file" || bytes === undefined) throw new Error(`${path} was not recorded`);
  if (bytes.length > max && head !== true) {
    return { is: "unreadable", path, reason: `it is larger than ${max} bytes` };
  }
  const where = typeof real === "string" ? real : path;
  const isProgram = executable === true;
  return { is: "file", path, real: where, executable: isProgram, bytes: bytes.subarray(0, max) };
}

/** A text; or the head of a program, and behind it some of its words, each between NULs as there. */
function bytesOf({ text, hex, words }: Json): Buffer | undefined {
  if (typeof text === "string") return Buffer.from(text);
  if (typeof hex !== "string" || !Array.isArray(words)) return undefined;
  const told = words.filter((word) => typeof word === "string").map((word) => `\0${word}`);
  return Buffer.concat([Buffer.from(hex, "hex"), Buffer.from(`${told.join("")}\0`)]);
}

function directoryAnswer(path: string, files: ReadonlyMap<string, unknown>): DirectoryAnswer {
  const { is, real, names, reason } = entryOf(path, files);
  if (is === "absent") return { is, path };
  if (is === "unreadable") return { is, path, reason: String(reason) };
  if (is === "file") return { is: "unreadable", path, reason: "it is a file" };
  if (!Array.isArray(names)) throw new Error(`what ${path} holds was not recorded`);
  const listed = names.filter((name) => typeof name === "string").sort();
  return { is: "directory", path, real: typeof real === "string" ? real : path, names: listed };
}

/** Below what is absent everything is. */
function entryOf(path: string, files: ReadonlyMap<string, unknown>): Json {
  const found = files.get(path);
  if (found !== undefined) return objectOr(found);
  for (let end = path.lastIndexOf("/"); end > 0; end = path.lastIndexOf("/", end - 1)) {
    if (objectOr(files.get(path.slice(0, end))).is === "absent") return { is: "absent" };
  }
  throw new Error(`${path} was not recorded`);
}

function objectOr(value: unknown): Json {
  return typeof value === "object" && value !== null ? { ...value } : {};
}

function stringsOf(value: unknown): Readonly<Record<string, string>> {
  const kept = Object.entries(objectOr(value)).filter(
    (pair): pair is [string, string] => typeof pair[1] === "string",
  );
  return Object.fromEntries(kept);
}
