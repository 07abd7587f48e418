/**
 * URLs of the module proxy protocol (https://go.dev/ref/mod#goproxy-protocol)
 * below a base URL of the GOPROXY list, upper-case letters escaped as `!` and
 * lower case:
 *
 *   <base>/<module>/@v/list   .../@v/<version>.info|.mod|.zip   <base>/sumdb/<name>/<path>
 */
import { GosteadError } from "#model/error.ts";
import { escapeModule, type ModuleVersion } from "#model/module.ts";
import { quoted } from "#model/quote.ts";

/** The versions that a proxy knows of a module. */
export function listUrl(base: string, path: string): string {
  return `${root(base)}/${escapeChecked(path)}/@v/list`;
}

export function infoUrl(base: string, module: ModuleVersion): string {
  return versionUrl(base, module, "info");
}

export function modUrl(base: string, module: ModuleVersion): string {
  return versionUrl(base, module, "mod");
}

export function zipUrl(base: string, module: ModuleVersion): string {
  return versionUrl(base, module, "zip");
}

/**
 * A checksum database behind a proxy; `name` is `sum.golang.org` or host/path.
 * `path` is as the database itself writes it, already escaped, with or without
 * its leading slash: `supported`, `/latest`, `/lookup/m@v`, `/tile/8/0/001`.
 */
export function sumdbUrl(base: string, name: string, path: string): string {
  const below = path.replace(/^\//, "");
  if (!isPlainPath(name) || (below !== "" && !isPlainPath(below))) throw unfit(`${name}/${below}`);
  return `${root(base)}/sumdb/${name}${below === "" ? "" : `/${below}`}`;
}

function versionUrl(base: string, { path, version }: ModuleVersion, kind: string): string {
  return `${root(base)}/${escapeChecked(path)}/@v/${escapeChecked(version)}.${kind}`;
}

function root(base: string): string {
  return base.replace(/\/+$/, "");
}

/** module.EscapePath and EscapeVersion refuse `!`, so that two names never share an escaped form. */
function escapeChecked(text: string): string {
  if (text.includes("!") || text.includes("@") || !isPlainPath(text)) throw unfit(text);
  return escapeModule(text);
}

/** Characters that mean themselves in a URL's path, and no element that climbs or is empty. */
function isPlainPath(text: string): boolean {
  return /^[\w.~+@!:-]+(\/[\w.~+@!:-]+)*$/.test(text) && !/(^|\/)\.\.?(\/|$)/.test(text);
}

function unfit(text: string): GosteadError {
  return new GosteadError("usage", `${quoted(text)} cannot be asked of a module proxy`, {
    fix: "give a module path and version such as golang.org/x/text and v0.14.0",
  });
}
