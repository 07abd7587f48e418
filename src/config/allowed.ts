/**
 * Which project files the user allowed (security S7): `allowed` in GOSTEAD_HOME,
 * mode 0600, one JSON object.
 *
 *   {"format":1,"files":[{"path":"/p/gostead.yaml","sha256":"<64 hex>","unsafe":false}]}
 *
 * What is allowed is a content at a place: any change of the file, or another
 * file with the same bytes, is not.
 */
import { createHash } from "node:crypto";
import { type Stats, statSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { isAbsent } from "#host/env.ts";
import { withLock } from "#host/lock.ts";
import type { Home } from "#host/paths.ts";
import { atomicWrite } from "#host/sync.ts";
import { GosteadError } from "#model/error.ts";
import { distrust } from "./file.ts";

/** `changed`: another content of this file was allowed. */
export type Allowance = "none" | "changed" | "allow" | "unsafe";

export interface AllowedFile {
  readonly path: string;
  readonly sha256: string;
  readonly unsafe: boolean;
}

const FORMAT = 1;
const MAX_BYTES = 1024 * 1024;

/** What the user allowed of a file with these bytes at this real path. */
export function allowanceOf(
  files: readonly AllowedFile[],
  path: string,
  bytes: Uint8Array,
): Allowance {
  const known = files.find((one) => one.path === path);
  if (known === undefined) return "none";
  if (known.sha256 !== sha256(bytes)) return "changed";
  return known.unsafe ? "unsafe" : "allow";
}

/** All that is allowed. A list that others may have written is refused. Throws `bad-setting` or `newer-format`. */
export async function readAllowed(home: Home, uid: number | undefined): Promise<AllowedFile[]> {
  const file = listOf(home);
  const stat = statSync(file, { throwIfNoEntry: false });
  if (stat === undefined) return [];
  refuseForeign(file, stat, uid);
  try {
    return parseAllowed(await readFile(file, "utf8"), file);
  } catch (cause) {
    if (isAbsent(cause)) return [];
    if (cause instanceof GosteadError) throw cause;
    throw unusable(file, "cannot be read", cause);
  }
}

/** Allows these bytes at this path, in place of what was allowed there before. */
export async function allow(
  { path, bytes, unsafe }: { path: string; bytes: Uint8Array; unsafe: boolean },
  home: Home,
  uid: number | undefined,
): Promise<void> {
  await change(home, uid, (files) => [
    ...files.filter((one) => one.path !== path),
    { path, sha256: sha256(bytes), unsafe },
  ]);
}

/** Takes an allowance back, whatever the file holds now; true when there was one. */
export async function revoke(
  { path, dryRun }: { path: string; dryRun: boolean },
  home: Home,
  uid: number | undefined,
): Promise<boolean> {
  const known = (await readAllowed(home, uid)).some((one) => one.path === path);
  if (known && !dryRun) {
    await change(home, uid, (files) => files.filter((one) => one.path !== path));
  }
  return known;
}

type Changed = (files: readonly AllowedFile[]) => AllowedFile[];

async function change(home: Home, uid: number | undefined, to: Changed): Promise<void> {
  await withLock(join(home.locks, "allowed.lock"), {}, async () => {
    const files = to(await readAllowed(home, uid));
    await atomicWrite(listOf(home), `${JSON.stringify({ format: FORMAT, files })}\n`, {
      mode: 0o600,
    });
  });
}

function listOf(home: Home): string {
  return join(home.root, "allowed");
}

function refuseForeign(file: string, stat: Stats, uid: number | undefined): void {
  if (!stat.isFile() || stat.size > MAX_BYTES) throw unusable(file, "is no list of allowed files");
  const why = distrust(stat, uid);
  if (why !== undefined) throw unusable(file, `does not count: ${why}`);
}

/** The files of a list's text; `file` is named in errors. */
export function parseAllowed(text: string, file: string): AllowedFile[] {
  const value = jsonOf(text);
  const format = fieldOf(value, "format");
  if (typeof format === "number" && format > FORMAT) {
    throw new GosteadError("newer-format", `${file} was written by a newer gostead`, {
      fix: "update gostead",
    });
  }
  const files = fieldOf(value, "files");
  if (format !== FORMAT || !Array.isArray(files) || !files.every(isAllowedFile)) {
    throw unusable(file, "is no list of allowed files");
  }
  return files;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isAllowedFile(value: unknown): value is AllowedFile {
  const [path, hash] = [fieldOf(value, "path"), fieldOf(value, "sha256")];
  return (
    typeof path === "string" &&
    path.startsWith("/") &&
    typeof hash === "string" &&
    /^[0-9a-f]{64}$/.test(hash) &&
    typeof fieldOf(value, "unsafe") === "boolean"
  );
}

function fieldOf(value: unknown, name: string): unknown {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, name)) return undefined;
  return (value as Readonly<Record<string, unknown>>)[name];
}

function unusable(file: string, what: string, cause?: unknown): GosteadError {
  return new GosteadError("bad-setting", `${file} ${what}`, {
    fix: "remove it, then allow your projects' files again with gostead allow",
    ...(cause === undefined ? {} : { cause }),
  });
}

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
