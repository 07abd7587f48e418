/**
 * GOROOT/go.env is the one file that packagers edit. An edit of GOTOOLCHAIN,
 * GOPROXY or GOSUMDB alone is named as what it is; any other line could make the
 * go command run a program (-toolexec ran a script), so it is an alteration.
 */
const PACKAGERS_MAY_SET = new Set(["GOTOOLCHAIN", "GOPROXY", "GOSUMDB"]);

/** `GOTOOLCHAIN=local` for what a packager set; undefined when anything else differs. */
export function packagerEdits(original: string, edited: string): string[] | undefined {
  const before = settingsOf(original);
  const after = settingsOf(edited);
  if (before === undefined || after === undefined) return undefined;
  const names = [...new Set([...before.keys(), ...after.keys()])];
  const changed = names.filter((name) => before.get(name) !== after.get(name));
  if (!changed.every((name) => PACKAGERS_MAY_SET.has(name))) return undefined;
  return changed.map((name) => `${name}=${after.get(name) ?? "(removed)"}`);
}

/** Undefined for a text that holds anything but comments, blank lines and NAME=value. */
function settingsOf(text: string): Map<string, string> | undefined {
  const settings = new Map<string, string>();
  for (const line of text.split(/\r?\n/)) {
    if (line.trim() === "" || line.startsWith("#")) continue;
    const found = /^([A-Z][A-Z0-9_]*)=(.*)$/.exec(line);
    if (found?.[1] === undefined || settings.has(found[1])) return undefined;
    settings.set(found[1], found[2] ?? "");
  }
  return settings;
}
