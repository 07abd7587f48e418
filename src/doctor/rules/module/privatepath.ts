/**
 * Which module paths look private. A pattern of GOPRIVATE is a list with commas; each is matched as a
 * glob against as many leading elements of the path as it has itself (x/mod/module.MatchPrefixPatterns).
 */

/** Names that no public server has: RFC 6762, RFC 8375, RFC 2606, and those that ICANN keeps free. */
const INNER =
  /(^|\.)(local|localdomain|internal|intranet|lan|corp|home|private|test|invalid|home\.arpa)$/;
const ADDRESS = /^(\d{1,3}\.){3}\d{1,3}$/;
/** Hosts of many: a neighbour there is a stranger. */
const FORGES =
  /^(github\.com|gitlab\.com|bitbucket\.org|codeberg\.org|git\.sr\.ht|gopkg\.in|golang\.org|go\.dev|.*\.googlesource\.com)$/;

export function isPrivateHost(path: string): boolean {
  const host = hostOf(path);
  return INNER.test(host) || ADDRESS.test(host) || !host.includes(".");
}

/** On a host of GOPRIVATE, or below one, and yet not matched by it. */
export function isSibling(path: string, patterns: string): boolean {
  const host = hostOf(path);
  return patterns
    .split(",")
    .map((pattern) => hostOf(pattern.trim()))
    .filter((one) => /^[\w.-]+\.[\w-]+$/.test(one) && !FORGES.test(one))
    .some((one) => host === one || host.endsWith(`.${one}`));
}

export function matchesPattern(patterns: string, path: string): boolean {
  const elements = path.split("/");
  return patterns.split(",").some((pattern) => {
    const globs = pattern.replace(/\/+$/, "").split("/");
    return (
      pattern !== "" &&
      globs.length <= elements.length &&
      globs.every((glob, at) => matchesGlob(glob, elements[at] ?? ""))
    );
  });
}

/** path.Match: `*`, `?`, `[a-z]`; what it cannot read matches nothing. */
function matchesGlob(glob: string, element: string): boolean {
  const source = glob.replace(/\*+|\?|\[\^?[^\]]+\]|[\\^$.|+()[\]{}]/g, (part) => {
    if (part.startsWith("*")) return ".*";
    if (part === "?") return ".";
    return part.length > 1 ? part : `\\${part}`;
  });
  try {
    return new RegExp(`^${source}$`, "s").test(element);
  } catch {
    return false;
  }
}

function hostOf(path: string): string {
  return path.split("/")[0] ?? "";
}
