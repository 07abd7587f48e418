/** The next patch release, with the one before it installed. */
import type { Lab } from "../lab.ts";
import { GOSTEAD } from "../peers/gostead.ts";
import { GOTOOLCHAIN } from "../peers/gotoolchain.ts";
import { atMost, megabytes, type Section, times } from "../section.ts";
import { FIRST, NEXT_PATCH } from "../settings.ts";
import { median } from "../stats.ts";
import { figures, installRounds, only, ratioCell, wallRatio } from "./rounds.ts";

const HEAD = ["", "wall s", "CPU s", "bytes", "requests", "new files", "gostead ÷ it (CPU)"];
const BYTES = 43e6;
const NEW_FILES = 40;

export async function deltaRow(lab: Lab): Promise<Section> {
  const nexts = only("next", await installRounds(lab));
  const rows = lab.peers.map(({ name }) => {
    const installs = nexts.get(name) ?? [];
    const files = median(installs.map(({ newFiles }) => newFiles));
    return [name, ...figures(installs), String(files), ratioCell(nexts, GOSTEAD, name)];
  });
  const own = nexts.get(GOSTEAD);
  const bytes = own && median(own.map((install) => install.bytes));
  const files = own && median(own.map((install) => install.newFiles));
  const ratio = wallRatio(nexts, GOSTEAD, GOTOOLCHAIN);
  return {
    title: `Next patch, ${FIRST} → ${NEXT_PATCH}`,
    tables: [{ head: HEAD, rows }],
    verdicts: [
      atMost("next patch, ÷ GOTOOLCHAIN", ratio, 0.25, times),
      atMost("next patch, bytes", bytes, BYTES, megabytes),
      atMost("next patch, new files", files, NEW_FILES, String),
    ],
    notes: [
      "New files: files with content in the new tree that share no inode with what was there.",
    ],
  };
}
