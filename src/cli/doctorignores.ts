/**
 * Which findings somebody answers for: --ignore FILE, else the nearest `.gostead-ignore.yaml`
 * from the working directory up to the root of its repository. One that others may write, or
 * own, does not count: it would hide what they do.
 */
import { dirname, join, resolve } from "node:path";
import { readSettingsFile } from "#config/file.ts";
import { projectFiles } from "#config/find.ts";
import { RULES } from "#doctor/rules.ts";
import { userId } from "#host/safehome.ts";
import { GosteadError } from "#model/error.ts";
import { quoted } from "#model/quote.ts";
import type { Ignore } from "#policy/ignores.ts";
import type { CliContext } from "./context.ts";

const NAME = ".gostead-ignore.yaml";

/** Throws `usage` where --ignore names nothing, `bad-setting` with file and line. */
export async function ignoresFor(
  { host, output }: CliContext,
  word: string | undefined,
): Promise<readonly Ignore[]> {
  if (word !== undefined) return await named(resolve(host.cwd, word), word);
  for (const file of projectFiles(host.cwd)) {
    const path = join(dirname(file), NAME);
    const found = readSettingsFile(path, userId());
    if (found.kind === "read") return await parsed(found.bytes, path);
    if (found.kind === "ignored") {
      output.warn(`${path} does not count: ${found.why}`);
      return [];
    }
  }
  return [];
}

async function named(path: string, word: string): Promise<readonly Ignore[]> {
  const found = readSettingsFile(path, userId());
  if (found.kind === "read") return await parsed(found.bytes, path);
  const why = found.kind === "absent" ? "there is no such file" : found.why;
  throw new GosteadError("usage", `--ignore takes no ${quoted(word, 200)}: ${why}`, {
    fix: "name a file of waivers: docs/reference/format/ignore.md",
  });
}

/** Loads the YAML library only where there is a file. */
async function parsed(bytes: Uint8Array, path: string): Promise<readonly Ignore[]> {
  const { parseIgnores } = await import("#policy/ignores.ts");
  const codes = RULES.map(({ code }) => code);
  return parseIgnores(bytes, path, codes);
}
