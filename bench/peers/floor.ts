/**
 * Not managers but floors: what fetching and unpacking costs when nothing is
 * checked, and when the tarball is held against the .sha256 of the same host.
 */
import { join } from "node:path";
import { tarballName } from "../mirror/tarball.ts";
import { ownEnv, type Peer, type Site } from "./peer.ts";

export const PIPE_FLOOR = "curl | tar";
export const CHECKED_FLOOR = "curl + sha256sum + tar";

export function pipeFloor(site: Site): Peer {
  const root = join(site.work, "floor");
  return {
    name: PIPE_FLOOR,
    checks: "nothing",
    checksAnything: false,
    env: ownEnv(site, "floor"),
    state: [root],
    install: (version) => [
      ...["/bin/sh", "-c", 'mkdir -p "$1" && curl -sf "$0" | tar xz -C "$1"'],
      `${site.url}/dl/${tarballName(version)}`,
      join(root, version),
    ],
    tree: (version) => join(root, version, "go"),
  };
}

const CHECKED = `mkdir -p "$1" && cd "$1" && curl -sf -o x "$0" &&
echo "$(curl -sf "$0.sha256")  x" | sha256sum -c --quiet && tar xzf x && rm x`;

export function checkedFloor(site: Site): Peer {
  const root = join(site.work, "checked-floor");
  return {
    name: CHECKED_FLOOR,
    checks: "sha256 of the same host",
    checksAnything: false,
    env: ownEnv(site, "checked-floor"),
    state: [root],
    install: (version) => [
      ...["/bin/sh", "-c", CHECKED],
      `${site.url}/dl/${tarballName(version)}`,
      join(root, version),
    ],
    tree: (version) => join(root, version, "go"),
  };
}
