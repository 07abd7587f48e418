/** Versions and paths of modules as golang.org/x/mod/semver and module judge them in a go.mod. Pure. */

const NUMBER = "(?:0|[1-9]\\d*)";
const PRE = "(?:0|[1-9]\\d*|[0-9-]*[A-Za-z-][0-9A-Za-z-]*)";
const SEMVER = new RegExp(
  `^(v${NUMBER})(?:(\\.${NUMBER})(?:(\\.${NUMBER})(-${PRE}(?:\\.${PRE})*)?(\\+[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*)?)?)?$`,
);

/** `v1.2` is v1.2.0; a build's name is left out, but for `+incompatible`. Undefined for no version. */
export function canonicalVersion(text: string): string | undefined {
  const found = SEMVER.exec(text);
  if (found === null) return undefined;
  const [, major = "", minor = ".0", patch = ".0", pre = "", build] = found;
  return `${major}${minor}${patch}${pre}${build === "+incompatible" ? build : ""}`;
}

/** What a module of this path must begin its versions with: `/v2`, `.v3`, empty; undefined for a path that cannot be. */
export function pathMajorOf(path: string): string | undefined {
  if (path.startsWith("gopkg.in/")) {
    const [major] = /\.v(?:0|[1-9]\d*)(?:-unstable)?$/.exec(path) ?? [];
    return major;
  }
  const [, major = "", dotted = ""] = /.(\/v(\d[\d.]*|\.[\d.]*))$/.exec(path) ?? [];
  if (major === "") return "";
  return dotted.includes(".") || dotted.startsWith("0") || dotted === "1" ? undefined : major;
}

/** Undefined where version and path agree, else what the version should begin with. */
export function majorFault(version: string, pathMajor: string): string | undefined {
  const major = pathMajor.replace(/-unstable$/, "");
  if (version.startsWith("v0.0.0-") && major === ".v1") return undefined;
  const [own = ""] = /^v\d+/.exec(version) ?? [];
  if (major === "") {
    if (own === "v0" || own === "v1" || version.endsWith("+incompatible")) return undefined;
    return `should be v0 or v1, not ${own}`;
  }
  return own === major.slice(1) ? undefined : `should be ${major.slice(1)}, not ${own}`;
}
