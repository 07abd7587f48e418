/** Which module paths look private. */

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

function hostOf(path: string): string {
  return path.split("/")[0] ?? "";
}
