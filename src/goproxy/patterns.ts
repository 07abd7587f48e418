/**
 * Module path patterns of GONOSUMDB, GONOPROXY and GOPRIVATE: comma-separated
 * globs, each matched against as many leading path elements as it has
 * (golang.org/x/mod/module.MatchPrefixPatterns; glob syntax of Go's path.Match,
 * without escapes).
 */
export function matchesPatterns(patterns: string, modulePath: string): boolean {
  return patterns
    .split(",")
    .map((pattern) => pattern.replace(/\/+$/, ""))
    .some((pattern) => pattern !== "" && matchesPrefix(pattern, modulePath));
}

function matchesPrefix(pattern: string, modulePath: string): boolean {
  const depth = pattern.split("/").length;
  const elements = modulePath.split("/");
  if (elements.length < depth) return false;
  const source = pattern.replace(/[.+^${}()|\\]/g, "\\$&").replace(/\*/g, "[^/]*").replace(/\?/g, "[^/]");
  try {
    return new RegExp(`^${source}$`).test(elements.slice(0, depth).join("/"));
  } catch {
    // Go ignores a malformed pattern too.
    return false;
  }
}
