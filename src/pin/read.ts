/** Reads what may be a pin. Synchronous, bounded where a file may be anybody's, and throws nothing. */
import { closeSync, openSync, readFileSync, readSync, type Stats, statSync } from "node:fs";
import { parseGoenvFile } from "./goenvfile.ts";
import { parseGosteadYaml } from "./gosteadyaml.ts";
import { parseGoVersionFile } from "./goversionfile.ts";
import type { Said } from "./lines.ts";
import { parseMiseToml } from "./misetoml.ts";
import type { PinFile } from "./pin.ts";
import { parseToolVersions } from "./toolversions.ts";

/** Above the limit of every reader, so that it sees that there is more. */
const ENOUGH = 65536 + 4096;

/** What each file says, from its bytes as latin1. */
export const READERS: Readonly<Record<PinFile, (latin1: string) => Said | undefined>> = {
  "gostead.yaml": parseGosteadYaml,
  ".go-version": parseGoVersionFile,
  ".goenv": parseGoenvFile,
  ".mise.toml": parseMiseToml,
  "mise.toml": parseMiseToml,
  ".tool-versions": parseToolVersions,
};

export const UNREADABLE = { bad: "it cannot be read", line: 1 } as const;

/** What a pin file says; undefined when it says nothing of Go. */
export function readPinFile(kind: PinFile, file: string): Said | undefined {
  const head = readHead(file);
  return head === undefined ? UNREADABLE : READERS[kind](head);
}

/** A file's bytes as latin1; undefined when it cannot be read. */
export function readText(path: string): string | undefined {
  try {
    return readFileSync(path, "latin1");
  } catch {
    return undefined;
  }
}

/** Undefined for what is not there. Links are followed. */
export function statOf(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch {
    return undefined;
  }
}

function readHead(path: string): string | undefined {
  try {
    const file = openSync(path, "r");
    try {
      return headOf(file);
    } finally {
      closeSync(file);
    }
  } catch {
    return undefined;
  }
}

function headOf(file: number): string {
  const bytes = Buffer.alloc(ENOUGH);
  let size = 0;
  for (let read = 1; read > 0 && size < ENOUGH; size += read) {
    read = readSync(file, bytes, size, ENOUGH - size, null);
  }
  return bytes.toString("latin1", 0, size);
}
