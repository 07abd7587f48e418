/**
 * How a toolchain's zip becomes a tree. Zip entries carry no modes, so modes
 * come from names by rule, never from data (security S3): what cmd/go makes
 * executable (bin/*, pkg/tool/**, lib/**\/go_*_exec), and the scripts that the
 * published archives mark so. `_go.mod` stands for a go.mod that a module zip
 * may not hold: the tree has both names (cmd/go/internal/toolchain).
 */
const EXECUTABLE = /^bin\/[^/]+$|^pkg\/tool\/.|^lib\/(?:.*\/)?go_[^/]*_exec$|\.(?:bash|sh|pl|rc)$/;

const SHADOWED = /(^|\/)_go\.mod$/;

export function isExecutable(name: string): boolean {
  return EXECUTABLE.test(name);
}

/** `src/go.mod` for `src/_go.mod`; undefined for a name without a twin. */
export function twinOf(name: string): string | undefined {
  return SHADOWED.test(name) ? name.replace(SHADOWED, "$1go.mod") : undefined;
}

/** Every directory that the names need, parents before children. */
export function directoriesOf(names: Iterable<string>): string[] {
  const seen = new Set<string>();
  for (const name of names) {
    let slash = name.lastIndexOf("/");
    while (slash > 0 && !seen.has(name.slice(0, slash))) {
      seen.add(name.slice(0, slash));
      slash = name.lastIndexOf("/", slash - 1);
    }
  }
  return [...seen].sort();
}
