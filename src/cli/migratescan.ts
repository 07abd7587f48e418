/** `gostead migrate scan [PATH]`: what still lives in GOPATH, and what it needs. */
import { occurrencesOf } from "#doctor/occurrence.ts";
import { isoTime } from "#host/clock.ts";
import { sortImports } from "#migrate/depend.ts";
import { type ModCache, measureModCache, modCachePath } from "#migrate/modcache.ts";
import { type Choice, modulePath } from "#migrate/plan.ts";
import type { Repository } from "#migrate/repository.ts";
import type { Scan } from "#migrate/scan.ts";
import type { CliContext } from "./context.ts";
import { choiceOf, goHere, look, repositories, settingsHere, table, tilde } from "./migrate.ts";
import { count, formatBytes, shown } from "./render.ts";

interface Setting {
  readonly name: string;
  readonly value: string | null;
  readonly text: string;
  readonly file?: string;
  readonly line?: number;
}

export async function runMigrateScan(
  this: CliContext,
  _flags: Record<never, never>,
  word?: string,
): Promise<number> {
  const found = await look(this, word);
  const choice = choiceOf(this, found, await goHere(this));
  const settings = await settingsOf(this);
  const path = modCachePath(this.host.env);
  const cache = path === undefined ? undefined : await measureModCache(path);
  if (this.globals.json) {
    this.output.json({
      ...{ roots: found.roots.map(({ src, only }) => src ?? only), modules: found.modules.length },
      repositories: found.repositories.map((one) => plain(one, choice)),
      settings,
      cache: cache === undefined ? null : plainCache(cache),
      skipped: found.skipped,
    });
  } else print(this, { found, choice, settings, cache });
  return 0;
}

async function settingsOf(context: CliContext): Promise<readonly Setting[]> {
  const sources = await settingsHere(context);
  if (sources === undefined) return [];
  return ["GO111MODULE", "GOPATH"].flatMap((name) =>
    occurrencesOf(name, sources).map(({ value, evidence }) => ({ name, value, ...evidence })),
  );
}

function plain(repository: Repository, { isStandard }: Choice) {
  const module = modulePath(repository);
  const { standard, own, outside, relative } = sortImports(repository, module, isStandard);
  const { directory, importPath, vcs, remote, packages, vendoring, mentions } = repository;
  return {
    ...{ directory, importPath, module: module ?? null, vcs, remote },
    packages: packages.length,
    imports: { standard, own, outside, relative },
    ...{ vendoring, go111module: mentions, unreadable: repository.unreadable },
  };
}

function plainCache({ path, files, bytes, newestMs, whole }: ModCache) {
  return { path, files, bytes, newest: isoTime(newestMs), whole };
}

interface Answer {
  readonly found: Scan;
  readonly choice: Choice;
  readonly settings: readonly Setting[];
  readonly cache: ModCache | undefined;
}

function print(context: CliContext, { found, choice, settings, cache }: Answer): void {
  const { output, host } = context;
  const rows = found.repositories.map((one) => rowOf(one, choice));
  for (const line of table(rows)) output.data(line);
  const { length } = found.repositories;
  output.data(`${repositories(length)} without go.mod, ${count(found.modules.length, "module")}`);
  for (const one of found.repositories) {
    for (const { file, line, value } of one.mentions) {
      output.data(`GO111MODULE=${value}  ${shown(`${one.directory}/${file}`)}:${line}`);
    }
  }
  for (const { text, file, line } of settings) {
    const place = file === undefined ? "" : `  ${shown(tilde(file, host.env.HOME))}:${line}`;
    output.data(`${shown(text)}${place}`);
  }
  if (cache !== undefined) output.data(cacheLine(cache, host.env.HOME));
  for (const { path, reason } of found.skipped) output.warn(`left out ${shown(path)}: ${reason}`);
  if (found.roots.length === 0) output.talk("GOPATH has no src: there is nothing to migrate");
  else if (length > 0) output.talk("next: gostead migrate plan");
}

function rowOf(one: Repository, { isStandard }: Choice): readonly string[] {
  const { outside, relative } = sortImports(one, modulePath(one), isStandard);
  const notes = [
    ...one.vendoring,
    ...(relative.length > 0 ? [count(relative.length, "relative import")] : []),
    ...(one.unreadable.length > 0 ? [`${one.unreadable.length} unreadable`] : []),
    ...(one.importPath === null && one.remote !== null ? [one.remote] : []),
  ];
  return [
    one.importPath ?? one.directory,
    one.vcs,
    count(one.packages.length, "package"),
    `${outside.length} outside`,
    notes.join(", "),
  ];
}

function cacheLine({ path, files, bytes, newestMs, whole }: ModCache, home?: string): string {
  const size = `${whole ? "" : "more than "}${formatBytes(bytes)} in ${count(files, "file")}`;
  const last = newestMs === 0 ? "" : `, last added to on ${isoTime(newestMs).slice(0, 10)}`;
  return `module cache ${shown(tilde(path, home))}: ${size}${last}; modules use it, go clean -modcache empties it`;
}
