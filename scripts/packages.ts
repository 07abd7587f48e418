/**
 * Installs the Debian packages that tests need (scripts/packages.txt): only as
 * root, only on a machine with apt-get, only what is missing, and never with
 * GOSTEAD_NO_APT=1. Failing is no error: tests then skip by name.
 */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";

/** Says what it installs, and what stays missing. */
export function ensurePackages(listFile: URL): void {
  const missing = packagesIn(readFileSync(listFile, "utf8")).filter((name) => !isInstalled(name));
  if (missing.length === 0 || spawnSync("apt-get", ["--version"]).status !== 0) return;
  if (process.env.GOSTEAD_NO_APT === "1" || process.getuid?.() !== 0) {
    console.log(`not installed, some tests will be skipped: ${missing.join(" ")}`);
    return;
  }
  console.log(`apt-get install ${missing.join(" ")} (GOSTEAD_NO_APT=1 refuses)`);
  const left = install(missing) ? [] : missing.filter((name) => !isInstalled(name));
  if (left.length > 0) console.log(`apt-get failed, some tests will be skipped: ${left.join(" ")}`);
}

/** The names in a list: one a line, `#` begins a comment. */
export function packagesIn(text: string): string[] {
  return text
    .split("\n")
    .map((line) => line.replace(/#.*/, "").trim())
    .filter((line) => line !== "");
}

function isInstalled(name: string): boolean {
  const { stdout } = spawnSync("dpkg-query", ["-W", "-f", "$" + "{Status}", name]);
  return stdout?.toString() === "install ok installed";
}

function install(names: readonly string[]): boolean {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const apt = (...args: string[]) =>
    spawnSync("apt-get", ["-qq", ...args], { env, stdio: ["ignore", "ignore", "inherit"] });
  apt("update");
  return apt("install", "--yes", "--no-install-recommends", ...names).status === 0;
}
