/**
 * Everything a measurement needs: the mirror running, the runner, the contestants.
 * Each contestant is tried once before anything is measured; who cannot install
 * from the mirror is left out and named, never measured as if it had.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { remove } from "./disk.ts";
import { buildMirror, installChain, installEach, withRecorder } from "./mirror/build.ts";
import { type Nginx, startNginx } from "./mirror/nginx.ts";
import { findGo, findNginx } from "./mirror/program.ts";
import { CHECKED_FLOOR, checkedFloor, PIPE_FLOOR, pipeFloor } from "./peers/floor.ts";
import { GOSTEAD, type Gostead, gostead, isGostead } from "./peers/gostead.ts";
import { GOTOOLCHAIN, gotoolchain } from "./peers/gotoolchain.ts";
import { mise } from "./peers/mise.ts";
import type { Peer, Site } from "./peers/peer.ts";
import { asdf, g, gobrew, goenv } from "./peers/placed.ts";
import { mustRun, type Runner, type Sample, startRunner } from "./runner.ts";
import { FIRST, type Settings } from "./settings.ts";

export interface Lab {
  readonly settings: Settings;
  readonly site: Site;
  readonly runner: Runner;
  readonly nginx: Nginx;
  readonly peers: readonly Peer[];
  /** Who is not measured, and why. */
  readonly absent: ReadonlyMap<string, string>;
  readonly close: () => void;
}

const MAKERS: Readonly<Record<string, (site: Site) => Peer | undefined>> = {
  [GOSTEAD]: gostead,
  [GOTOOLCHAIN]: gotoolchain,
  mise,
  g,
  gobrew,
  asdf,
  goenv,
  [PIPE_FLOOR]: pipeFloor,
  [CHECKED_FLOOR]: checkedFloor,
};

export async function openLab(settings: Settings): Promise<Lab> {
  const { work, cache } = settings;
  if (settings.fresh) process.once("exit", () => remove([work]));
  const mirror = join(cache, "mirror");
  const options = { program: findNginx(cache), mirror, state: join(work, "nginx") };
  const place = { work, cache, peers: settings.peers, mirror, go: findGo() };
  const runner = startRunner(work);
  process.once("exit", runner.stop);
  await buildMirror(options, place, runner);
  const absent = new Map<string, string>();
  await withRecorder(options, place.go.proxy, async ({ url, tlsPort }) => {
    const own = gostead({ ...place, url, tlsPort });
    if (own) await recordGostead(own, work, runner).catch((error) => noteAbsent(absent, error));
  });
  const nginx = await startNginx(options);
  process.once("exit", nginx.stop);
  const site = { ...place, url: nginx.url, tlsPort: nginx.tlsPort };
  const peers = await admit(site, runner, absent);
  const close = () => {
    nginx.stop();
    runner.stop();
    remove(peers.flatMap((peer) => peer.state));
  };
  return { settings, site, runner, nginx, peers, absent, close };
}

/** gostead may ask the log for tiles that `go` does not. */
async function recordGostead(own: Gostead, work: string, runner: Runner): Promise<void> {
  await installEach(own, work, runner);
  await installChain(own, work, runner);
}

function noteAbsent(absent: Map<string, string>, error: unknown): void {
  absent.set(GOSTEAD, withoutPaths(error instanceof Error ? error.message : String(error)));
}

async function admit(site: Site, runner: Runner, absent: Map<string, string>): Promise<Peer[]> {
  const admitted: Peer[] = [];
  for (const [name, make] of Object.entries(MAKERS)) {
    if (absent.has(name)) continue;
    const peer = make(site);
    const reason = peer ? await trial(peer, site.work, runner) : "absent";
    if (peer && !reason) admitted.push(peer);
    else absent.set(name, reason ?? "absent");
  }
  return admitted;
}

/** Why it cannot take part, or nothing. */
async function trial(peer: Peer, cwd: string, runner: Runner): Promise<string | undefined> {
  remove(peer.state);
  const done = await runner.run({ argv: peer.install(FIRST), env: peer.env, cwd });
  const made = existsSync(join(peer.tree(FIRST), "bin/go"));
  const said = runner.output().trim().split("\n").slice(-3).join(" / ");
  remove(peer.state);
  if (done.status !== 0) return withoutPaths(`install exits ${done.status}: ${said}`);
  return made ? undefined : withoutPaths(`install makes no ${peer.tree(FIRST)}`);
}

/** The page is the same wherever it was made. */
function withoutPaths(text: string): string {
  return text
    .trim()
    .replace(/\s+/g, " ")
    .replace(/(?<![\w:/])\/[\w.@+/-]*\//g, "…/");
}

export function install(lab: Lab, peer: Peer, version: string): Promise<Sample> {
  return mustRun(lab.runner, { argv: peer.install(version), env: peer.env, cwd: lab.site.work });
}

/** Makes sure that the versions are there; measures nothing. */
export async function ensure(lab: Lab, peer: Peer, versions: readonly string[]): Promise<void> {
  for (const version of versions)
    if (!existsSync(join(peer.tree(version), "bin/go"))) await install(lab, peer, version);
}

/** Has shims and launchers written; who fails leaves none, which the rows name. */
export async function prepareShims(lab: Lab, { shim, env }: Peer): Promise<void> {
  if (shim?.prepare) await lab.runner.run({ argv: shim.prepare, env, cwd: lab.site.work });
}

export function findGostead(lab: Lab): Gostead | undefined {
  return lab.peers.find(isGostead);
}

export function findPeer(lab: Lab, name: string): Peer | undefined {
  return lab.peers.find((peer) => peer.name === name);
}
