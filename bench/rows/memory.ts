/** Peak resident memory of a cold install: the largest single process of each. */
import type { Lab } from "../lab.ts";
import { GOSTEAD } from "../peers/gostead.ts";
import { atMost, mebibytes, type Section } from "../section.ts";
import { median } from "../stats.ts";
import { installRounds, only } from "./rounds.ts";

const LIMIT = 256 * 2 ** 20;

export async function memoryRow(lab: Lab): Promise<Section> {
  const peaks = new Map(
    [...only("cold", await installRounds(lab))].map(([name, installs]) => [
      name,
      installs.map(({ sample }) => sample.rss),
    ]),
  );
  const rows = [...peaks].map(([name, all]) => [
    name,
    mebibytes(median(all)),
    mebibytes(Math.max(...all)),
  ]);
  const own = peaks.get(GOSTEAD);
  return {
    title: "Memory of a cold install",
    tables: [{ head: ["", "peak, median", "peak, worst"], rows }],
    verdicts: [atMost("peak memory of an install", own && Math.max(...own), LIMIT, mebibytes)],
    notes: ["Values near 14 MiB are the measuring runner's own: the contestant stayed below."],
  };
}
