/** What several versions side by side take: allocated bytes, each inode once. */
import { remove, usage } from "../disk.ts";
import { ensure, type Lab } from "../lab.ts";
import { PIPE_FLOOR } from "../peers/floor.ts";
import { GOSTEAD } from "../peers/gostead.ts";
import { atMost, mebibytes, type Section, times } from "../section.ts";
import { VERSIONS } from "../settings.ts";

interface Footprint {
  readonly bytes: number;
  readonly files: number;
}

export async function diskRow(lab: Lab): Promise<Section> {
  const all = new Map<string, Footprint[]>();
  let trees = 0;
  for (const peer of lab.peers) {
    remove(peer.state);
    const steps: Footprint[] = [];
    for (const version of VERSIONS) {
      await ensure(lab, peer, [version]);
      const { bytes, files } = usage(peer.state);
      steps.push({ bytes, files: files.size });
    }
    all.set(peer.name, steps);
    if (peer.name === PIPE_FLOOR) trees = sumOfTrees(VERSIONS.map(peer.tree));
    remove(peer.state);
  }
  const own = all.get(GOSTEAD)?.at(-1);
  const ratio = own && trees ? own.bytes / trees : undefined;
  return {
    title: `Disk of ${VERSIONS.join(", ")}`,
    tables: [{ head: HEAD, rows: [...all].map(([name, steps]) => cells(name, steps, trees)) }],
    verdicts: [atMost("disk of 4 versions, ÷ sum of their trees", ratio, 0.72, times)],
    notes: [
      `The sum of the four trees alone, as tar unpacks them: ${mebibytes(trees)}.`,
      "Everything an install leaves is counted: stores, receipts, kept downloads.",
    ],
  };
}

const HEAD = ["", "1 version", "2 versions", "4 versions", "files", "4 ÷ sum of trees"];

function cells(name: string, steps: readonly Footprint[], trees: number): string[] {
  const sizes = [0, 1, 3].map((index) => mebibytes(steps[index]?.bytes ?? 0));
  const last = steps.at(-1);
  return [name, ...sizes, String(last?.files), times((last?.bytes ?? 0) / trees)];
}

function sumOfTrees(trees: readonly string[]): number {
  return trees.reduce((sum, tree) => sum + usage([tree]).bytes, 0);
}
