/** Real toolchains come through the proxy that this machine's go command uses: how, and why not. */
import { spawnSync } from "node:child_process";

/** How this machine reaches the network. */
const NETWORK = [
  "HTTPS_PROXY",
  "https_proxy",
  "NO_PROXY",
  "no_proxy",
  "SSL_CERT_FILE",
  "SSL_CERT_DIR",
];

const goproxy = spawnSync("go", ["env", "GOPROXY"]).stdout?.toString().trim() ?? "";

/** GOPROXY and what it takes to reach it, for an environment that is built from nothing. */
export function networkEnv(): Record<string, string> {
  const known = NETWORK.filter((name) => process.env[name] !== undefined);
  const network = known.map((name) => [name, process.env[name] ?? ""] as const);
  return { ...Object.fromEntries(network), GOPROXY: goproxy };
}

/** Why no real toolchain can be had here; false when it can. */
export function reasonToSkip(): string | false {
  if (process.platform !== "linux" || process.arch !== "x64") return "not linux-amd64";
  const url = goproxy.split(/[,|]/).find((one) => /^https?:/.test(one));
  if (url === undefined) return "no go, or no proxy in go env GOPROXY";
  const list = `${url}/golang.org/toolchain/@v/list`;
  const curl = spawnSync("curl", ["-sfm", "10", "-o", "/dev/null", list]);
  return curl.status === 0 ? false : "the module proxy cannot be reached";
}
