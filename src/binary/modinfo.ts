/**
 * The module text that Go puts into programs, as runtime/debug.BuildInfo prints it:
 *
 *   path\tcommand-line-arguments
 *   mod\texample.com/app\tv0.3.1\th1:…
 *   dep\tgithub.com/google/uuid\tv1.6.0\th1:…
 *   =>\t./local\t(devel)\t
 *   build\tCGO_ENABLED=0
 *   build\t"odd key"="quoted value"
 */

export interface GoModule {
  readonly path: string;
  readonly version: string;
}

export interface GoInfo {
  /** `go1.26.8`, with its experiments as it stands there. */
  readonly version: string;
  /** Of the main package; null in programs without module text. */
  readonly path: string | null;
  readonly module: GoModule | null;
  /** How many modules it is built of, besides its own. */
  readonly dependencies: number;
  /** `CGO_ENABLED`, `GOOS`, `-ldflags`, `vcs.modified` … */
  readonly settings: Readonly<Record<string, string>>;
}

const MAX_SETTINGS = 1000;

/** Lines that nobody knows are passed over, as Go does. */
export function parseModinfo(version: string, text: string): GoInfo {
  const lines = text.split("\n").map((line) => line.split("\t"));
  const of = (word: string) => lines.filter(([first]) => first === word);
  const [, path] = of("path")[0] ?? [];
  const [, module, moduleVersion = ""] = of("mod")[0] ?? [];
  return {
    version,
    path: path ?? null,
    module: module === undefined ? null : { path: module, version: moduleVersion },
    dependencies: of("dep").length,
    settings: settingsOf(of("build").map(([, ...rest]) => rest.join("\t"))),
  };
}

function settingsOf(lines: readonly string[]): Readonly<Record<string, string>> {
  const pairs = lines.slice(0, MAX_SETTINGS).map(pairOf);
  return Object.fromEntries(pairs.filter((pair) => pair !== undefined));
}

/** Keys and values with blanks, quotes or `=` are quoted as Go's strconv.Quote does. */
function pairOf(line: string): [string, string] | undefined {
  const found = /^("(?:[^"\\]|\\.)*"|`[^`]*`|[^="`]*)=(.*)$/s.exec(line);
  if (found === null) return undefined;
  const [, key = "", value = ""] = found;
  return [unquoted(key), unquoted(value)];
}

function unquoted(text: string): string {
  if (/^`[^`]*`$/.test(text)) return text.slice(1, -1);
  if (!/^".*"$/s.test(text)) return text;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "string" ? value : text;
  } catch {
    return text;
  }
}
