/**
 * Versions that older vendoring tools wrote down, so that the move to modules
 * does not change them (Go read these files itself until 1.21):
 *
 *   Gopkg.lock (dep)              [[projects]] name, version, revision
 *   glide.lock (glide)            imports: - name, version (a revision)
 *   vendor/vendor.json (govendor) package: [{path, revision}]
 *   Godeps/Godeps.json (godep)    Deps: [{ImportPath, Rev}]
 *
 * Pure. What is damaged gives nothing; a name or version that Go would not take is left out.
 */
import { faultOf, hasNoHost } from "./modulepath.ts";

export interface Locked {
  readonly path: string;
  /** A version or a revision, as `go get path@version` takes it. */
  readonly version: string;
}

/** Files by which tools that came before modules are known, below a repository. */
export const VENDORING = [
  "Gopkg.lock",
  "Gopkg.toml",
  "glide.lock",
  "glide.yaml",
  "vendor/vendor.json",
  "Godeps/Godeps.json",
] as const;

const SEMVER = /^v\d+\.\d+\.\d+(?:-[\w.-]+)?$/;
const REVISION = /^[0-9a-f]{7,64}$/;

type Reader = (text: string) => readonly (readonly [path: unknown, versions: readonly unknown[]])[];

const READERS: Readonly<Record<string, Reader>> = {
  "Gopkg.lock": (text) =>
    text
      .split(/^\[\[projects\]\]/m)
      .slice(1)
      .map((block) => [
        tomlString(block, "name"),
        [tomlString(block, "version"), tomlString(block, "revision")],
      ]),
  "glide.lock": (text) =>
    [...text.matchAll(/^- name: *(\S+)\n(?: {2}repo: .*\n)? {2}version: *(\S+)$/gm)].map(
      ([, path, version]) => [path, [version]],
    ),
  "vendor/vendor.json": (text) =>
    listIn(text, "package").map((one) => [one.path, [one.versionExact, one.revision]]),
  "Godeps/Godeps.json": (text) =>
    listIn(text, "Deps").map((one) => [one.ImportPath, [one.Comment, one.Rev]]),
};

/** The versions in one such file, sorted by path; none for a file that names constraints only. */
export function readLock(name: string, text: string): readonly Locked[] {
  const locked = new Map<string, string>();
  for (const [path, versions] of READERS[name]?.(text) ?? []) {
    const version = versions.find(isVersion);
    if (version !== undefined && isPath(path)) locked.set(path, version);
  }
  return [...locked]
    .map(([path, version]) => ({ path, version }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

function isVersion(value: unknown): value is string {
  return typeof value === "string" && (SEMVER.test(value) || REVISION.test(value));
}

function isPath(value: unknown): value is string {
  return typeof value === "string" && faultOf(value) === undefined && !hasNoHost(value);
}

function tomlString(block: string, key: string): string | undefined {
  return new RegExp(`^\\s*${key}\\s*=\\s*"([^"]*)"`, "m").exec(block)?.[1];
}

function listIn(text: string, key: string): readonly Readonly<Record<string, unknown>>[] {
  try {
    const value: unknown = JSON.parse(text);
    const list: unknown = Object.entries(value ?? {}).find(([name]) => name === key)?.[1];
    return Array.isArray(list) ? list.filter((one) => typeof one === "object" && one !== null) : [];
  } catch {
    return [];
  }
}
