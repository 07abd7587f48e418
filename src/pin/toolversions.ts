/**
 * `.tool-versions` of asdf and mise: `NAME VERSION [VERSION ...]`, `#` begins a
 * comment. Go is `golang` to asdf and `go` to mise. The versions behind the first
 * are what asdf falls back to; here the first alone counts, so that a directory
 * has one answer. `ref:` and `path:` name no release, and are no version.
 */
import { findSaid, type Said, type Spoken, trimmed } from "./lines.ts";

export function parseToolVersions(latin1: string): Said | undefined {
  return findSaid(latin1, (line) => (line === undefined ? undefined : speak(line)));
}

function speak(line: string): Spoken | undefined {
  const [name, version = ""] = trimmed(line.replace(/#.*/s, "")).split(/[ \t]+/);
  if (name !== "golang" && name !== "go") return undefined;
  return { version: version.replace(/^prefix:/, "") };
}
