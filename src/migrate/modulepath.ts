/**
 * Module paths: which one a repository gets, and what Go accepts as one
 * (https://go.dev/ref/mod#module-path, x/mod/module.CheckPath, but for the dot that
 * only what is fetched must have in its first element). Pure.
 */

/** Of the last path elements that Windows forbids, Go forbids all. */
const RESERVED = /^(?:con|com[1-9]|aux|nul|prn|lpt[1-9])$/i;

/**
 * The module path that a remote URL names: `git@host:a/b.git`, `ssh://git@host:22/a/b`,
 * `https://host/a/b.git` are all `host/a/b`. Undefined where no host and path can be seen.
 */
export function moduleOfRemote(remote: string): string | undefined {
  const scp = /^(?:[\w.-]+@)?([\w-]+(?:\.[\w-]+)+):(?!\/\/)\/?(.+)$/.exec(remote);
  if (scp !== null) return joined(scp[1], scp[2]);
  const url = URL.parse(remote);
  if (url === null || !/^(?:https?|ssh|git|git\+ssh|svn\+ssh|bzr):$/.test(url.protocol)) {
    return undefined;
  }
  return joined(url.hostname, url.pathname);
}

function joined(host = "", path = ""): string | undefined {
  const clean = path.replace(/^\/+|\/+$/g, "").replace(/\.git$/, "");
  const module = `${host.toLowerCase()}/${clean}`;
  return clean === "" || faultOf(module) !== undefined ? undefined : module;
}

/** What Go will not have in a module path; undefined for one that it takes. */
export function faultOf(path: string): string | undefined {
  for (const element of path.split("/")) {
    if (element === "") return "an element is empty";
    if (/[^\w.~-]/.test(element)) return "Go takes letters a-z, digits and - . _ ~ there";
    if (element.startsWith(".") || element.endsWith("."))
      return "an element begins or ends with a dot";
    const [stem = ""] = element.split(".");
    if (/~\d+$/.test(stem)) return `${element} reads as a short name of Windows`;
    if (RESERVED.test(stem)) return `${element} is a reserved name`;
  }
  if (path.startsWith("-")) return "it begins with -";
  return /^(?:vendor|testdata|C|unsafe)(?:\/|$)/.test(path) ? "Go reserves that name" : undefined;
}

/** The first element, which names a host where it has a dot. */
export function hostOf(path: string): string {
  return path.split("/")[0] ?? "";
}

/** True where only this machine knows the path: nobody can fetch what has no host. */
export function hasNoHost(path: string): boolean {
  return !hostOf(path).includes(".");
}

/** True when `path` is the module or a package below it. */
export function isBelow(path: string, module: string): boolean {
  return path === module || path.startsWith(`${module}/`);
}
