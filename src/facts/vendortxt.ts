/**
 * vendor/modules.txt against go.mod, as the go command compares them before a build with -mod=vendor
 * (cmd/go/internal/modload/vendor.go). Its lines: `# path version`, `# path version => other [version]`,
 * `# path => …` for a replacement of every version, `## explicit` below what go.mod requires, packages.
 */

import { replacementOf } from "./gosum.ts";
import type { ModFile, Replacement } from "./modfile.ts";

interface Vendored {
  readonly version: string;
  explicit: boolean;
  /** `../c` or `e.f/g@v1.0.0`; empty where it is not replaced. */
  readonly replaced: string;
}

/** What go would say, a line each. */
export function vendorFaults(text: string, mod: ModFile): readonly string[] {
  const vendored = parseModulesTxt(text);
  return [
    ...mod.requires
      .filter(({ path, version }) => vendored.get(keyOf(path, version))?.explicit !== true)
      .map(
        ({ path, version }) => `${path}@${version} is required, and not explicit in modules.txt`,
      ),
    ...mod.replaces.flatMap((one) => replacedFault(one, mod, vendored)),
    ...[...vendored].flatMap(([key, one]) => strayFault(key, one, mod)),
  ];
}

function parseModulesTxt(text: string): ReadonlyMap<string, Vendored> {
  const found = new Map<string, Vendored>();
  let last: Vendored | undefined;
  for (const line of text.split("\n")) {
    if (line.startsWith("# ")) {
      const [path = "", ...words] = line.slice(2).trim().split(/\s+/);
      const arrow = words.indexOf("=>");
      const version = arrow === 0 ? "" : (words[0] ?? "");
      const replaced = arrow === -1 ? "" : words.slice(arrow + 1).join("@");
      last = { version, explicit: false, replaced };
      found.set(keyOf(path, version), last);
    } else if (line.startsWith("## ") && last !== undefined) {
      last.explicit ||= line
        .slice(3)
        .split(";")
        .some((word) => word.trim() === "explicit");
    }
  }
  return found;
}

function replacedFault(
  one: Replacement,
  mod: ModFile,
  vendored: ReadonlyMap<string, Vendored>,
): readonly string[] {
  const { path, version } = one;
  const said = vendored.get(keyOf(path, version ?? ""))?.replaced ?? "";
  const name = version === null ? path : `${path}@${version}`;
  const target = targetOf(one);
  if (said === "") return [`${name} is replaced in go.mod, and not in modules.txt`];
  // The last line of one version counts, as in go.mod itself.
  const counts = mod.replaces.filter((other) => other.path === path && other.version === version);
  return said === target || counts.length > 1
    ? []
    : [`${name} is replaced by ${target} in go.mod, by ${said} in modules.txt`];
}

function strayFault(key: string, one: Vendored, { requires, replaces }: ModFile) {
  const [path = "", version = ""] = key.split("@");
  const isRequired = requires.some((other) => other.path === path && other.version === version);
  const faults: string[] = [];
  if (one.explicit && !isRequired)
    faults.push(`${key} is explicit in modules.txt, and not required`);
  const replacement =
    version === ""
      ? replaces.find((other) => other.path === path && other.version === null)
      : replacementOf({ path, version }, replaces);
  if (one.replaced !== "" && replacement === undefined) {
    faults.push(`${key} is replaced in modules.txt, and not in go.mod`);
  }
  return faults;
}

function keyOf(path: string, version: string): string {
  return version === "" ? path : `${path}@${version}`;
}

function targetOf({ to, toVersion }: Replacement): string {
  return toVersion === null ? to : `${to}@${toVersion}`;
}
