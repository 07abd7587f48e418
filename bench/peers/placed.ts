/**
 * Managers that no registry carries: measured when a person has put them into
 * BENCH_PEERS (`bin/g`, `bin/gobrew`, `bin/asdf` with the plugin `asdf-golang`,
 * the checkout `goenv`), else absent.
 */
import { cpSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { sha256Of, tarballName } from "../mirror/tarball.ts";
import { VERSIONS } from "../settings.ts";
import { ownEnv, type Peer, type Site, withShims } from "./peer.ts";

export function g(site: Site): Peer | undefined {
  const binary = join(site.peers, "bin/g");
  if (!existsSync(binary)) return undefined;
  const root = join(site.work, "g");
  return {
    name: "g",
    checks: "sha256 of the same host's index page",
    checksAnything: true,
    env: ownEnv(site, "g", {
      G_EXPERIMENTAL: "true",
      G_HOME: root,
      G_MIRROR: `official|${site.url}/dl/`,
    }),
    state: [root],
    install: (version) => [binary, "install", version],
    tree: (version) => join(root, "versions", version),
    list: [binary, "ls"],
  };
}

/** Its list of versions has a fixed host: its own cache file, never old, stands in. */
export function gobrew(site: Site): Peer | undefined {
  const binary = join(site.peers, "bin/gobrew");
  if (!existsSync(binary)) return undefined;
  const env = ownEnv(site, "gobrew", { GOBREW_REGISTRY: `${site.url}/dl/` });
  const root = join(env.HOME, ".gobrew");
  mkdirSync(root, { recursive: true });
  const list = { timestamp: "2099-01-01T00:00:00Z", versions: VERSIONS };
  writeFileSync(join(root, "cache.json"), JSON.stringify(list));
  return {
    name: "gobrew",
    checks: "nothing",
    checksAnything: false,
    env,
    state: ["versions", "current", "downloads"].map((name) => join(root, name)),
    install: (version) => [binary, "install", version],
    tree: (version) => join(root, "versions", version, "go"),
    list: [binary, "ls"],
  };
}

/** Runs from a copy: it keeps versions and shims inside its own checkout. */
export function goenv(site: Site): Peer | undefined {
  const checkout = join(site.peers, "goenv");
  if (!existsSync(join(checkout, "bin/goenv"))) return undefined;
  const root = join(site.work, "goenv");
  const definitions = join(site.work, "goenv-definitions");
  cpSync(checkout, root, { recursive: true });
  mkdirSync(definitions, { recursive: true });
  for (const version of VERSIONS) {
    const name = tarballName(version);
    const source = `${name}#${sha256Of(join(site.mirror, "dl"), version)}`;
    const line = `install_linux_64bit "Go ${version}" "${source}"\n`;
    writeFileSync(join(definitions, version), line);
  }
  const own = ownEnv(site, "goenv", {
    GOENV_ROOT: root,
    GO_BUILD_DEFINITIONS: definitions,
    GO_BUILD_MIRROR_URL: `${site.url}/dl`,
  });
  const env = withShims(own, join(root, "bin"));
  return {
    name: "goenv",
    checks: "sha256 shipped with goenv",
    checksAnything: true,
    env,
    state: [join(root, "versions"), join(root, "shims")],
    install: (version) => ["goenv", "install", version],
    tree: (version) => join(root, "versions", version),
    list: ["goenv", "versions"],
    shim: {
      go: join(root, "shims/go"),
      env: withShims(env, join(root, "shims")),
      pin: "go-version",
      prepare: ["goenv", "rehash"],
    },
  };
}

/** Its plugin's download host is fixed: curl is told that every host is the mirror. */
export function asdf(site: Site): Peer | undefined {
  const binary = join(site.peers, "bin/asdf");
  const plugin = join(site.peers, "asdf-golang");
  if (!existsSync(binary) || !existsSync(plugin)) return undefined;
  const env = ownEnv(site, "asdf");
  const root = join(env.HOME, ".asdf");
  const redirect = `connect-to = "::127.0.0.1:${site.tlsPort}"\ninsecure\n`;
  writeFileSync(join(env.HOME, ".curlrc"), redirect);
  cpSync(plugin, join(root, "plugins/golang"), { recursive: true });
  return {
    name: "asdf",
    checks: "sha256 of the same host",
    checksAnything: true,
    env,
    state: ["installs", "downloads", "shims"].map((name) => join(root, name)),
    install: (version) => [binary, "install", "golang", version],
    tree: (version) => join(root, "installs/golang", version, "go"),
    list: [binary, "list", "golang"],
    shim: {
      go: join(root, "shims/go"),
      env: withShims(env, join(root, "shims")),
      pin: "go-version",
      prepare: [binary, "reshim", "golang"],
    },
  };
}
