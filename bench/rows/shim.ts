/** What a manager adds to every `go`: `go version` below a pin, against the binary. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { ensure, findPeer, type Lab, prepareShims } from "../lab.ts";
import { GOSTEAD } from "../peers/gostead.ts";
import { GOTOOLCHAIN } from "../peers/gotoolchain.ts";
import type { Peer } from "../peers/peer.ts";
import { type Depth, project } from "../projects.ts";
import type { Command } from "../runner.ts";
import { atMost, milliseconds, type Section } from "../section.ts";
import { FIRST } from "../settings.ts";
import { inTurn, leastOver, over, type Samples, SHORT_HEAD, shortCells } from "./short.ts";

const DIRECT = "direct binary";
const DEPTHS: readonly Depth[] = [1, 10];
const LIMIT = 1e-3;

export async function shimRow(lab: Lab): Promise<Section> {
  const commands = new Map<string, Command>();
  const notes: string[] = [];
  for (const peer of lab.peers.filter(({ shim }) => shim)) {
    await ensure(lab, peer, [FIRST]);
    const missing = await prepare(lab, peer);
    if (missing) notes.push(missing);
    else for (const depth of DEPTHS) addShim(lab, peer, depth, commands);
  }
  for (const depth of DEPTHS) addDirect(lab, depth, commands);
  const samples = await inTurn(lab, commands);
  const own = at(GOSTEAD, 10);
  const head = [...SHORT_HEAD, "over direct, ms", "least over least, ms"];
  return {
    title: "`go version` through the shim",
    tables: [{ head, rows: [...samples.keys()].map((name) => cells(name, samples)) }],
    verdicts: [
      atMost(
        "shim, depth 10, over direct",
        over(samples, own, at(DIRECT, 10)),
        LIMIT,
        milliseconds,
      ),
    ],
    notes,
  };
}

function at(name: string, depth: number): string {
  return `${name}, depth ${depth}`;
}

/** Why its shim cannot be measured, or nothing. */
async function prepare(lab: Lab, peer: Peer): Promise<string | undefined> {
  const { shim } = peer;
  await prepareShims(lab, peer);
  if (!shim || !existsSync(shim.go)) return `${peer.name}: no shim.`;
  const cwd = project(lab.site.work, shim.pin, 1);
  const { status } = await lab.runner.run({ argv: [shim.go, "version"], env: shim.env, cwd });
  const said = lab.runner.output().trim();
  if (status === 0 && said.includes(`go${FIRST} `)) return undefined;
  return `${peer.name}: its shim does not start go${FIRST} (exit ${status}: ${said.slice(0, 200)}).`;
}

function addShim(lab: Lab, { name, shim }: Peer, depth: Depth, to: Map<string, Command>): void {
  if (!shim) return;
  const cwd = project(lab.site.work, shim.pin, depth);
  to.set(at(name, depth), { argv: [shim.go, "version"], env: shim.env, cwd });
}

/** The binary that the shims end in; GOTOOLCHAIN=local keeps it from looking further. */
function addDirect(lab: Lab, depth: Depth, to: Map<string, Command>): void {
  const peer = findPeer(lab, GOSTEAD) ?? findPeer(lab, GOTOOLCHAIN);
  if (!peer) throw new Error("no toolchain to run directly");
  to.set(at(DIRECT, depth), {
    argv: [join(peer.tree(FIRST), "bin/go"), "version"],
    env: { ...peer.env, GOTOOLCHAIN: "local" },
    cwd: project(lab.site.work, "go-version", depth),
  });
}

function cells(name: string, samples: Samples): string[] {
  const direct = at(DIRECT, name.endsWith(" 10") ? 10 : 1);
  const show = (value: number | undefined) => ((value ?? 0) * 1e3).toFixed(2);
  return [
    ...shortCells(name, samples.get(name) ?? []),
    show(over(samples, name, direct)),
    show(leastOver(samples, name, direct)),
  ];
}
