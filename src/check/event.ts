/**
 * One line of `go test -json` (cmd/internal/test2json, `go doc test2json`):
 *
 *   {"Time":…,"Action":"output","Package":"example.com/m","Test":"TestA/sub","Elapsed":0.1,"Output":"…"}
 *   {"ImportPath":"example.com/m [example.com/m.test]","Action":"build-output","Output":"…"}   since Go 1.24
 *
 * Unknown members and actions are passed over, as the format's own words ask.
 */

export interface TestEvent {
  readonly action: string;
  readonly package: string;
  /** Empty for an event of the whole package. */
  readonly test: string;
  readonly output: string;
  readonly seconds: number;
  /** Of a package whose build failed: the import path of what did not build. */
  readonly failedBuild: string;
  readonly importPath: string;
}

/** Undefined for a line that is no event: Go before 1.24 prints some failures as plain text. */
export function parseEvent(line: string): TestEvent | undefined {
  if (!line.startsWith("{")) return undefined;
  let read: unknown;
  try {
    read = JSON.parse(line);
  } catch {
    return undefined;
  }
  if (typeof read !== "object" || read === null || !("Action" in read)) return undefined;
  const value: Readonly<Record<string, unknown>> = { ...read };
  const text = (name: string) => (typeof value[name] === "string" ? value[name] : "");
  const elapsed = value.Elapsed;
  const seconds = typeof elapsed === "number" && elapsed >= 0 && elapsed < 1e9 ? elapsed : 0;
  return {
    action: text("Action"),
    package: text("Package"),
    test: text("Test"),
    output: text("Output"),
    seconds,
    failedBuild: text("FailedBuild"),
    importPath: text("ImportPath"),
  };
}

/** `example.com/m [example.com/m.test]` is a variant of example.com/m. */
export function plainPath(importPath: string): string {
  return importPath.replace(/ \[.*\]$/, "");
}
