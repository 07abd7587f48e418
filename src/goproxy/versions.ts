/**
 * The proxy's list of golang.org/toolchain, `@v/list`: one version a line, an
 * optional RFC 3339 time behind it. Only a hint of what exists: a proxy lists
 * what somebody has asked it for.
 *
 *   v0.0.1-go1.22.6.linux-amd64
 */
import { GosteadError } from "#model/error.ts";
import { releaseOfModuleVersion } from "#model/module.ts";
import { quoted } from "#model/quote.ts";
import { type Release, releaseName } from "#model/release.ts";

const MAX_BYTES = 4 * 1024 * 1024;

/**
 * The releases in the order listed, each once. Lines that name none are passed
 * over, unless there is nothing else. Throws `bad-answer` for what is no list:
 * more than 4 MB, a web page, only foreign lines.
 */
export function parseToolchainList(bytes: Uint8Array): readonly Release[] {
  if (bytes.length > MAX_BYTES) {
    throw badAnswer(`is too long: ${bytes.length} bytes, at most ${MAX_BYTES}`);
  }
  const text = new TextDecoder("latin1").decode(bytes);
  if (/^[\s\u00ef\u00bb\u00bf]*</.test(text))
    throw badAnswer(`is a web page: ${quoted(text.trim())}`);
  return releasesOf(text);
}

function releasesOf(text: string): readonly Release[] {
  const found = new Map<string, Release>();
  let foreign = 0;
  for (const line of text.split("\n")) {
    const [word = ""] = line.trimStart().split(/\s/, 1);
    if (word === "") continue;
    const release = releaseOfModuleVersion(word);
    if (release === undefined) foreign += 1;
    else found.set(releaseName(release), release);
  }
  if (found.size === 0 && foreign > 0) {
    throw badAnswer(`names no toolchain in ${foreign} lines: ${quoted(text.trim())}`);
  }
  return [...found.values()];
}

function badAnswer(what: string): GosteadError {
  return new GosteadError("bad-answer", `the proxy's list of toolchains ${what}`, {
    fix: "check that GOPROXY names a module proxy, not a login page",
  });
}
