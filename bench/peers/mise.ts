/**
 * mise, the real binary of its npm package. It finds versions by `git ls-remote`:
 * a local repository with the tags stands in for the real one.
 */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { findMise } from "../mirror/program.ts";
import { VERSIONS } from "../settings.ts";
import { ownEnv, type Peer, type Site, withShims } from "./peer.ts";

export function mise(site: Site): Peer | undefined {
  const binary = findMise(site.cache);
  if (!binary) return undefined;
  const own = ownEnv(site, "mise", {
    MISE_GO_DOWNLOAD_MIRROR: `${site.url}/dl`,
    MISE_GO_REPO: `file://${tagsRepository(site.work)}`,
    MISE_USE_VERSIONS_HOST: "0",
    MISE_YES: "1",
  });
  const env = withShims(own, dirname(binary));
  const data = join(own.HOME, ".local/share/mise");
  const shims = join(data, "shims");
  return {
    name: "mise",
    checks: "sha256 of the same host",
    checksAnything: true,
    env,
    state: [data, join(own.HOME, ".local/state/mise"), join(own.HOME, ".cache/mise")],
    install: (version) => [binary, "install", `go@${version}`],
    tree: (version) => join(data, "installs/go", version),
    list: [binary, "ls", "go"],
    shim: {
      go: join(shims, "go"),
      env: withShims(env, shims),
      pin: "go-version",
      prepare: [binary, "reshim"],
    },
    activate: [binary, "activate", "bash"],
  };
}

/** A bare repository with one tag a version. */
export function tagsRepository(work: string): string {
  const repository = join(work, "tags.git");
  if (existsSync(repository)) return repository;
  git("init", "-q", "--bare", repository);
  const tree = git("-C", repository, "mktree");
  const identity = ["-c", "user.name=bench", "-c", "user.email=bench@localhost"];
  const commit = git("-C", repository, ...identity, "commit-tree", "-m", "tags", tree);
  for (const version of VERSIONS) git("-C", repository, "tag", `go${version}`, commit);
  return repository;
}

function git(...args: string[]): string {
  const done = spawnSync("git", args, { input: "" });
  if (done.status !== 0) throw new Error(`git ${args.join(" ")}: ${done.stderr}`);
  return done.stdout.toString().trim();
}
