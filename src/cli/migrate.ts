/** What the four commands of `gostead migrate` share: looking around, and the Go that is to build. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { gather } from "#facts/gather.ts";
import { thisPlace } from "#facts/place.ts";
import { goSetting } from "#host/env.ts";
import { faultOf, hasNoHost, isBelow } from "#migrate/modulepath.ts";
import { type Choice, modulePath } from "#migrate/plan.ts";
import { rootsOf } from "#migrate/roots.ts";
import { type Scan, scan } from "#migrate/scan.ts";
import { matchesPatterns } from "#model/patterns.ts";
import { treePath } from "#toolchain/installed.ts";
import type { CliContext } from "./context.ts";
import { activeRelease } from "./here.ts";
import { openEngine } from "./open.ts";
import { shown } from "./render.ts";
import { openBars } from "./watch.ts";

/** Scans what the word names, else GOPATH; a bar tells how far it is. */
export async function look(context: CliContext, word: string | undefined): Promise<Scan> {
  const { host } = context;
  const bars = openBars(context);
  const bar = bars.bar("scan");
  let found = 0;
  try {
    return await scan(rootsOf(word, host.env, host.cwd), (path) => {
      found++;
      bar.phase(`${repositories(found)}, ${path}`);
    });
  } finally {
    bars.close();
  }
}

export interface Go {
  readonly version: string;
  readonly goroot: string;
}

/** The Go that runs here, if gostead has it. */
export async function goHere(context: CliContext): Promise<Go | undefined> {
  const engine = await openEngine(context);
  const release = activeRelease(context, engine);
  return release && { version: release.version, goroot: treePath(engine.home, release) };
}

/** What a plan has to know of Go and the settings. */
export function choiceOf({ host }: CliContext, found: Scan, go: Go | undefined): Choice {
  const patterns = goSetting(host.env, "GOPRIVATE")?.value ?? "";
  return {
    version: go?.version,
    isStandard: go === undefined ? guessed(found) : inTree(go.goroot),
    isPrivate: (path) => matchesPatterns(patterns, path),
  };
}

function inTree(goroot: string): Choice["isStandard"] {
  const known = new Map<string, boolean>();
  return (path) => {
    const said = known.get(path);
    if (said !== undefined) return said;
    const isThere =
      path === "unsafe" ||
      (hasNoHost(path) && faultOf(path) === undefined && existsSync(join(goroot, "src", path)));
    known.set(path, isThere);
    return isThere;
  };
}

/** Without a Go to ask: what has no host and is not of this machine. */
function guessed({ repositories, others, modules }: Scan): Choice["isStandard"] {
  const local = [...repositories, ...others, ...modules].flatMap((one) => modulePath(one) ?? []);
  return (path) => hasNoHost(path) && !local.some((module) => isBelow(path, module));
}

/** Start files of shells and Go's settings, as far as they can be read. */
export async function settingsHere({ host }: CliContext) {
  const facts = await gather(["environment", "goenvfile", "rc"], thisPlace(host));
  const { environment, goenvfile, rc } = facts;
  return environment.known && goenvfile.known && rc.known
    ? { environment: environment.value, goenvfile: goenvfile.value, rc: rc.value }
    : undefined;
}

/** `3 repositories`, `1 repository`. */
export function repositories(number: number): string {
  return number === 1 ? "1 repository" : `${number} repositories`;
}

/** A table's lines, columns as wide as they must be, the last one free. */
export function table(rows: readonly (readonly string[])[]): readonly string[] {
  const cells = rows.map((row) => row.map((cell) => shown(cell)));
  const columns = Math.max(0, ...cells.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, at) =>
    Math.max(...cells.map((row) => row[at]?.length ?? 0)),
  );
  return cells.map((row) =>
    row
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join("  ")
      .trimEnd(),
  );
}

/** `~` for the home directory, as people write it. */
export function tilde(path: string, home: string | undefined): string {
  return home && path.startsWith(`${home}/`) ? `~${path.slice(home.length)}` : path;
}
