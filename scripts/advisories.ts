/**
 * Derives src/source/advisories.json from files of the Go vulnerability database:
 *
 *   git clone DATABASE && curl PROXY/golang.org/toolchain/@v/list |
 *     node scripts/advisories.ts DATABASE/data/osv 2026-08-21 > src/source/advisories.json
 *
 * The first word is the directory of OSV files, the second the day of its newest
 * commit; the list of versions comes on standard input.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseOsv } from "#advisory/osv.ts";
import { formatTable } from "#advisory/table.ts";
import { releaseOfModuleVersion } from "#model/module.ts";
import { parseVersion, sortVersions } from "#model/version.ts";

const [directory, date] = process.argv.slice(2);
if (directory === undefined || !/^\d{4}-\d\d-\d\d$/.test(date ?? "")) {
  throw new Error("usage: node scripts/advisories.ts OSV_DIRECTORY YYYY-MM-DD < LIST");
}
const lines = readFileSync(0, "utf8").split("\n");
const names = readdirSync(directory).filter((name) => name.endsWith(".json"));
const advisories = names.flatMap(
  (name) => parseOsv(readFileSync(join(directory, name), "utf8"), name) ?? [],
);
// A proxy lists what somebody has asked it for; a release that fixes something was published too.
const fixed = advisories.flatMap(({ ranges }) => ranges.flatMap((one) => one.fixed ?? []));
const patches = fixed.filter((one) => /^1\.\d+\.[1-9]\d*$/.test(one));
const listed = lines.flatMap((line) => releaseOfModuleVersion(line)?.version ?? []);
const versions = new Set([...listed, ...patches.flatMap((one) => parseVersion(one) ?? [])]);
process.stdout.write(
  formatTable({
    source: "Go vulnerability database, golang/vulndb",
    license: "CC-BY-4.0",
    date: date ?? "",
    versions: sortVersions([...versions]),
    advisories,
  }),
);
