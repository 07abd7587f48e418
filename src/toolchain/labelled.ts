/**
 * Labels as far as trees go: `labels/<version>@<label>/goroot` is one more tree of an
 * installed release, linked from the same objects, and `links/<version>@<label>` leads
 * to it. What a label means besides is the business of src/label.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Home } from "#host/paths.ts";
import { formatPlatform } from "#model/platform.ts";
import type { Release } from "#model/release.ts";
import { compareVersions, type GoVersion, parseVersion } from "#model/version.ts";
import { namesIn } from "#store/sweep.ts";
import type { Engine } from "./engine.ts";

/** A label's name in its parts: `1.22.6@prod`. */
export interface LabelName {
  readonly version: GoVersion;
  readonly label: string;
}

/** What the shim takes as a version word (src/pin/word.ts). */
const MAX_WORD = 64;
const LABEL = /^[a-z0-9._-]{1,32}$/;

/** The parts of a label's name; undefined for what is none: the version is a whole one, the label `[a-z0-9._-]{1,32}`. */
export function parseLabelName(text: string): LabelName | undefined {
  const at = text.indexOf("@");
  const version = parseVersion(text.slice(0, Math.max(at, 0)).replace(/^(go|v)(?=\d)/, ""));
  const label = text.slice(at + 1);
  if (version === undefined || !LABEL.test(label) || label.includes("..")) return undefined;
  if (text.length > MAX_WORD) return undefined;
  return { version, label };
}

export function formatLabelName({ version, label }: LabelName): string {
  return `${version}@${label}`;
}

/** Everything of one label. */
export function labelPath(home: Home, name: LabelName): string {
  return join(home.labels, formatLabelName(name));
}

/** Its GOROOT. */
export function labelTree(home: Home, name: LabelName): string {
  return join(labelPath(home, name), "goroot");
}

/** Every label that has a tree, by version, then by name. */
export function labelNames(home: Home): LabelName[] {
  return namesIn(home.labels)
    .flatMap((text) => parseLabelName(text) ?? [])
    .filter((name) => existsSync(labelTree(home, name)))
    .sort((a, b) => compareVersions(a.version, b.version) || (a.label < b.label ? -1 : 1));
}

/** The labels of a release; releases of other machines have none. */
export function labelsOf({ home, platform }: Engine, release: Release): LabelName[] {
  if (formatPlatform(release.platform) !== formatPlatform(platform)) return [];
  return labelNames(home).filter(({ version }) => version === release.version);
}
