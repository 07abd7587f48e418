/**
 * The loopback mirror, kept in the cache between runs:
 *   goproxy/  golang.org/toolchain's list, .info, .mod and .zip files, and below
 *             sumdb/<log>/ what the log was asked for (lookups, tiles, latest)
 *   dl/       the same trees as tarballs
 * It is recorded by letting the real `go` install each version through a recorder,
 * alone and one after the other (tiles asked differ), and then proved: the real `go`
 * must install each again from the files alone, with nothing but GOPROXY set.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { remove } from "../disk.ts";
import { gotoolchain, spareGo } from "../peers/gotoolchain.ts";
import type { Peer, Site } from "../peers/peer.ts";
import { mustRun, type Runner } from "../runner.ts";
import { PLATFORM, VERSIONS } from "../settings.ts";
import { type Nginx, type NginxOptions, startNginx } from "./nginx.ts";
import { startRecorder } from "./recorder.ts";
import { packTarball, tarballName, writeIndex } from "./tarball.ts";

const SPARE = VERSIONS[2];

export type MirrorOptions = Omit<NginxOptions, "recorder">;
type Place = Omit<Site, "url" | "tlsPort">;

/** Installs through the recorder whatever `record` installs; adds what is missing. */
export async function withRecorder(
  options: MirrorOptions,
  proxy: string,
  record: (nginx: Nginx) => Promise<void>,
): Promise<void> {
  const recorder = await startRecorder(proxy, join(options.mirror, "goproxy"));
  const nginx = await startNginx({ ...options, recorder: recorder.port });
  try {
    await record(nginx);
  } finally {
    nginx.stop();
    recorder.stop();
  }
}

/** Records and proves the mirror unless an earlier run did. */
export async function buildMirror(
  options: MirrorOptions,
  place: Place,
  runner: Runner,
): Promise<void> {
  const stamp = join(options.mirror, `proved-${[...VERSIONS, PLATFORM].join("-")}`);
  mkdirSync(join(options.mirror, "goproxy"), { recursive: true });
  if (!existsSync(stamp)) {
    await withRecorder(options, place.go.proxy, (nginx) => recordGo(at(place, nginx), runner));
    const nginx = await startNginx(options);
    try {
      await installEach(gotoolchain(at(place, nginx)), place.work, runner);
    } finally {
      nginx.stop();
    }
    writeFileSync(stamp, "");
  }
  unpackSpare(place);
}

function at(place: Place, nginx: Nginx): Site {
  return { ...place, url: nginx.url, tlsPort: nginx.tlsPort };
}

async function recordGo(site: Site, runner: Runner): Promise<void> {
  const go = gotoolchain(site);
  await fetchFixed(site);
  await installEach(go, site.work, runner, (version) => {
    packTarball(join(site.mirror, "dl"), version, go.tree(version));
    if (version === SPARE) unpackSpare(site);
  });
  await installChain(go, site.work, runner);
  writeIndex(join(site.mirror, "dl"));
}

/** What `go` itself does not ask for when it is given a version. */
async function fetchFixed({ url, go }: Site): Promise<void> {
  const module = `${url}/goproxy/golang.org/toolchain/@v`;
  const files = VERSIONS.flatMap((version) =>
    ["info", "mod", "zip"].map((kind) => `${module}/v0.0.1-go${version}.${PLATFORM}.${kind}`),
  );
  for (const address of [`${module}/list`, ...files, `${url}/goproxy/sumdb/${go.log}/latest`]) {
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
    await answer.body?.cancel();
  }
}

/** Each version into an empty home. */
export async function installEach(
  peer: Peer,
  cwd: string,
  runner: Runner,
  then: (version: string) => void = () => {},
): Promise<void> {
  for (const version of VERSIONS) {
    remove(peer.state);
    await mustRun(runner, { argv: peer.install(version), env: peer.env, cwd });
    then(version);
  }
  remove(peer.state);
}

/** One version after the other into one home. */
export async function installChain(peer: Peer, cwd: string, runner: Runner): Promise<void> {
  remove(peer.state);
  for (const version of VERSIONS)
    await mustRun(runner, { argv: peer.install(version), env: peer.env, cwd });
  remove(peer.state);
}

/** A go that is not the machine's: no go downloads its own version. */
function unpackSpare({ work, mirror }: Place): void {
  const target = dirname(dirname(dirname(spareGo(work))));
  if (existsSync(target)) return;
  mkdirSync(target, { recursive: true });
  const tarball = join(mirror, "dl", tarballName(SPARE));
  const unpacked = spawnSync("tar", ["xzf", tarball, "-C", target]);
  if (unpacked.status !== 0) throw new Error(`${tarball}: ${unpacked.stderr}`);
}
