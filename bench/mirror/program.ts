/**
 * Programs that the bench needs: nginx of the machine, else Debian's own package
 * unpacked into the cache (nothing is installed, no service starts); mise's binary
 * from its npm package.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";

const MISE_VERSION = "2026.9.15";

export function findNginx(cache: string): string {
  const unpacked = join(cache, "nginx");
  const places = [...(process.env.PATH ?? "").split(":"), "/usr/sbin"];
  const find = () =>
    [...places, join(unpacked, "usr/sbin")]
      .map((place) => join(place, "nginx"))
      .find((path) => existsSync(path));
  if (!find()) {
    mkdirSync(unpacked, { recursive: true });
    run("apt-get download nginx && dpkg -x nginx_*.deb .", unpacked);
  }
  const found = find();
  if (!found) throw new Error("nginx is not here and cannot be fetched; install it (nginx-light)");
  return found;
}

/** The binary, or nothing where npm has none for this platform. */
export function findMise(cache: string): string | undefined {
  const name = `@jdxcode/mise-${process.platform}-${process.arch}`;
  const directory = join(cache, "mise");
  const binary = join(directory, "node_modules", name, "bin/mise");
  if (!existsSync(binary)) {
    mkdirSync(directory, { recursive: true });
    run(`npm install --no-save --ignore-scripts --prefix . ${name}@${MISE_VERSION}`, directory);
  }
  return existsSync(binary) ? binary : undefined;
}

function run(script: string, cwd: string): void {
  spawnSync("/bin/sh", ["-c", script], { cwd, stdio: "ignore" });
}

/** The real `go` on PATH: its binary, its version without "go", its settings. */
export interface HostGo {
  readonly binary: string;
  readonly version: string;
  /** The first proxy that GOPROXY names. */
  readonly proxy: string;
  /** The checksum log's name. */
  readonly log: string;
}

export function findGo(): HostGo {
  const asked = spawnSync("go", ["env", "GOROOT", "GOVERSION", "GOPROXY", "GOSUMDB"]);
  if (asked.status !== 0) throw new Error("the bench needs a go command on PATH");
  const [root, version, proxies, log] = asked.stdout.toString().split("\n");
  const proxy = proxies?.split(/[,|]/).find((address) => address.startsWith("http"));
  if (!root || !version || !proxy || !log)
    throw new Error(`go env names no proxy or log: GOPROXY=${proxies} GOSUMDB=${log}`);
  return {
    binary: join(root, "bin/go"),
    version: version.slice(2),
    proxy,
    log: log.split(/[ +]/, 1)[0] ?? "",
  };
}
