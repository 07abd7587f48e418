/** The name of a shell, as `activate` and `--shell` take it. */
import { SHELLS, type Shell } from "#activate/shellcode.ts";
import { GosteadError } from "#model/error.ts";
import { quoted } from "#model/quote.ts";

/** Throws `usage` for a shell that gostead does not speak. */
export function shellOf(word: string): Shell {
  const shell = SHELLS.find((name) => name === word);
  if (shell !== undefined) return shell;
  throw new GosteadError("usage", `gostead does not speak ${quoted(word)}`, {
    fix: `name one of ${SHELLS.join(", ")}`,
  });
}
