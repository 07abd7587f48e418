/** Text as an attacker would write it (security S19), and what output must be like all the same. */
import assert from "node:assert/strict";
import type { Ran } from "./home.ts";

/** Colours, a title, a reversal of the text, a new line, and the commands of three CI systems. */
export const EVIL =
  "\u001b[31mx\u001b]0;t\u0007\u202e\r\n::add-mask::y\n##vso[task.x]z\n##teamcity[q]\u009b2J";

export function assertSafe({ stdout, stderr }: Ran, what: string): void {
  for (const line of `${stdout}${stderr}`.split("\n")) {
    const said = `${what}: ${JSON.stringify(line)}`;
    assert.doesNotMatch(line, /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u, said);
    assert.doesNotMatch(line, /^\s*::|##vso\[|##teamcity\[/, said);
    assert.ok(line.length < 5000, said);
  }
}
