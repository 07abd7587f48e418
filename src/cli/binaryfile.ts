/** Program files as commands name them, and the files of this machine that a loader would look at. */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { resolve } from "node:path";
import type { Binary } from "#binary/binary.ts";
import { inspect } from "#binary/inspect.ts";
import type { Files } from "#binary/loader.ts";
import { isAbsent } from "#host/env.ts";
import { type OpenFile, openFile } from "#host/openfile.ts";
import { GosteadError } from "#model/error.ts";
import type { CliContext } from "./context.ts";
import { shown } from "./render.ts";

/** ld.so.conf and its like have some lines. */
const MAX_TEXT = 64 * 1024;

/** Throws `usage` where there is none, `bad-binary` for what is no program. */
export function binaryAt({ host }: CliContext, word: string): Binary {
  const file = openNamed(resolve(host.cwd, word));
  try {
    return inspect(file);
  } catch (error) {
    if (!(error instanceof GosteadError)) throw error;
    const { code, message, fix } = error;
    const detail = fix === undefined ? { cause: error } : { fix, cause: error };
    throw new GosteadError(code, `${shown(word)}: ${message}`, detail);
  } finally {
    file.close();
  }
}

function openNamed(path: string): OpenFile {
  try {
    return openFile(path);
  } catch (cause) {
    if (!isAbsent(cause)) throw cause;
    throw new GosteadError("usage", `there is no ${shown(path)}`, { fix: "name a program file" });
  }
}

/** What may not be read is not there: a loader of the same user cannot read it either. */
export const HERE: Files = {
  withFile(path, use) {
    const file = quietly(() => openFile(path));
    if (file === undefined) return undefined;
    try {
      return use(file);
    } finally {
      file.close();
    }
  },
  text: (path) =>
    quietly(() => {
      const status = statSync(path);
      return status.isFile() && status.size <= MAX_TEXT ? readFileSync(path, "utf8") : undefined;
    }),
  names: (path) => quietly(() => readdirSync(path)) ?? [],
};

function quietly<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch {
    return undefined;
  }
}
