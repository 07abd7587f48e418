/**
 * What a prompt costs when nothing has changed: the hook that each defines in bash,
 * called many times by one shell, less the same loop without it.
 */
import { interleave } from "../interleave.ts";
import { ensure, type Lab } from "../lab.ts";
import { GOSTEAD } from "../peers/gostead.ts";
import type { Peer } from "../peers/peer.ts";
import { project } from "../projects.ts";
import { mustRun } from "../runner.ts";
import { atMost, milliseconds, type Section, spread } from "../section.ts";
import { FIRST } from "../settings.ts";
import { median } from "../stats.ts";

const PROMPTS = 100;
const LIMIT = 0.3e-3;

/** $1 times every prompt command, the first time (which may do work) not counted. */
const LOOP = `eval "$("\${@:2}")"
prompt() { local c; for c in "\${PROMPT_COMMAND[@]}"; do eval "$c"; done; }
prompt >/dev/null
start=$EPOCHREALTIME
for ((i = 0; i < $1; i++)); do prompt >/dev/null; done
end=$EPOCHREALTIME
printf '\\ntook %s\\n' $(((\${end/./} - \${start/./})))`;

export async function promptRow(lab: Lab): Promise<Section> {
  const notes: string[] = [];
  const hooked: Peer[] = [];
  for (const peer of lab.peers) {
    if (!peer.activate) continue;
    await ensure(lab, peer, [FIRST]);
    if (await defines(lab, peer)) hooked.push(peer);
    else notes.push(`${peer.name}: no hook yet.`);
  }
  const byName = new Map(hooked.map((peer) => [peer.name, peer]));
  const plan = { rounds: Math.ceil(lab.settings.rounds / 3), warmUps: 1 };
  const seconds = await interleave([...byName.keys()], plan, (name) =>
    promptSeconds(lab, byName.get(name)!),
  );
  const own = seconds.get(GOSTEAD);
  const rows = [...seconds].map(([name, all]) => [name, spread(all, 1e3)]);
  return {
    title: "Prompt hook of bash, nothing changed",
    tables: rows.length > 0 ? [{ head: ["", "ms a prompt"], rows }] : [],
    verdicts: [atMost("prompt hook, nothing changed", own && median(own), LIMIT, milliseconds)],
    notes,
  };
}

async function defines(lab: Lab, peer: Peer): Promise<boolean> {
  const command = { argv: peer.activate ?? [], env: peer.env, cwd: lab.site.work };
  const { status } = await lab.runner.run(command);
  return status === 0 && lab.runner.output().trim() !== "";
}

async function promptSeconds(lab: Lab, peer: Peer): Promise<number> {
  const argv = ["/bin/bash", "-c", LOOP, "bash", String(PROMPTS), ...(peer.activate ?? [])];
  const cwd = project(lab.site.work, "go-version", 10);
  await mustRun(lab.runner, { argv, env: peer.env, cwd });
  const took = /took (\d+)/.exec(lab.runner.output());
  if (!took) throw new Error(`${peer.name}: the prompt loop said nothing`);
  return Number(took[1]) / 1e6 / PROMPTS;
}
