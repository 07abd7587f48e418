/**
 * The entry of the bundle. Starting costs what is imported here: what needs no
 * framework is answered without it, what needs no machine without that.
 */
import { readFileSync } from "node:fs";
import { enableCompileCache } from "node:module";
import { fileURLToPath } from "node:url";
import { parseArgv } from "./argv.ts";
import { ownVersion } from "./version.ts";

/** Compiled chunks are kept beside the bundle; where that may not be written, Node goes without. */
const isBundle = import.meta.url.endsWith(".js");
if (isBundle) enableCompileCache(fileURLToPath(new URL("./cache", import.meta.url)));

/** Before anything is written: shared files have fixed modes, whatever the user's umask is. */
const userUmask = process.umask(0o022);

/** The status of a program that SIGPIPE ended: whoever read our output wanted no more of it. */
const PIPE_CLOSED = 128 + 13;

process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  process.exit(PIPE_CLOSED);
});

async function main(argv: readonly string[]): Promise<number> {
  const quick = argv.length === 1 ? quickAnswer(argv[0] ?? "") : undefined;
  if (quick !== undefined) {
    process.stdout.write(`${quick}\n`);
    return 0;
  }
  const { dispatch } = await import("./dispatch.ts");
  return dispatch(parseArgv(argv), userUmask);
}

/** What the build knows already; undefined for everything else. */
function quickAnswer(word: string): string | undefined {
  if (word === "--version") return `gostead ${ownVersion()}`;
  if (word !== "--help" && word !== "-h") return undefined;
  try {
    // The build lets the framework write it once (scripts/build.ts).
    return readFileSync(new URL("./help.txt", import.meta.url), "utf8").trimEnd();
  } catch {
    return undefined;
  }
}

process.exitCode = await main(process.argv.slice(2));
