/** Proving an installed tree again, against sha256sum over the same files. */
import { interleave } from "../interleave.ts";
import { ensure, findGostead, findPeer, type Lab } from "../lab.ts";
import { GOSTEAD } from "../peers/gostead.ts";
import { GOTOOLCHAIN } from "../peers/gotoolchain.ts";
import { type Command, mustRun } from "../runner.ts";
import { atMost, cpus, mebibytes, type Section, spread, times, walls } from "../section.ts";
import { FIRST } from "../settings.ts";
import { median, pairedRatio } from "../stats.ts";

const SUMS = "sha256sum of its files";
const HASH_ALL = 'find "$0" -type f -print0 | xargs -0 sha256sum';

export async function verifyRow(lab: Lab): Promise<Section> {
  const own = findGostead(lab);
  const peer = own ?? findPeer(lab, GOTOOLCHAIN);
  if (!peer) throw new Error("no tree to verify");
  await ensure(lab, peer, [FIRST]);
  const place = { env: peer.env, cwd: lab.site.work };
  const commands = new Map<string, Command>([
    [SUMS, { argv: ["/bin/sh", "-c", HASH_ALL, peer.tree(FIRST)], ...place }],
  ]);
  const notes: string[] = [];
  if (own) {
    const command = { argv: [...own.command, "verify", FIRST], ...place };
    const { status } = await lab.runner.run(command);
    if (status === 0) commands.set(GOSTEAD, command);
    else notes.push(`gostead verify: exit ${status}.`);
  }
  const plan = { rounds: lab.settings.installRounds, warmUps: 1 };
  const samples = await interleave([...commands.keys()], plan, (name) =>
    mustRun(lab.runner, commands.get(name)!),
  );
  const [sums, verified] = [samples.get(SUMS) ?? [], samples.get(GOSTEAD)];
  const ratio = verified && pairedRatio(walls(verified), walls(sums));
  return {
    title: `Verify ${FIRST}, offline`,
    tables: [
      {
        head: ["", "wall s", "CPU s", "peak memory"],
        rows: [...samples].map(([name, all]) => [
          name,
          spread(walls(all), 1),
          spread(cpus(all), 1),
          mebibytes(median(all.map(({ rss }) => rss))),
        ]),
      },
    ],
    verdicts: [atMost("verify one tree, ÷ sha256sum of its files", ratio, 0.8, times)],
    notes,
  };
}
