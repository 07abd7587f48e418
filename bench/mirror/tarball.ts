/**
 * The tarballs that other managers download, repacked from the tree that `go` itself
 * extracted from the module zip: `goX.Y.Z.<platform>.tar.gz` (top directory `go`),
 * `.sha256` beside it, and the index page with the columns of the official one.
 */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PLATFORM, VERSIONS } from "../settings.ts";

export function tarballName(version: string): string {
  return `go${version}.${PLATFORM}.tar.gz`;
}

/** Packs the tree `from` (a GOROOT); does nothing when it is there. */
export function packTarball(directory: string, version: string, from: string): void {
  const target = join(directory, tarballName(version));
  if (existsSync(`${target}.sha256`)) return;
  mkdirSync(directory, { recursive: true });
  const owner = ["--sort=name", "--owner=0", "--group=0", "--numeric-owner", "--mtime=@0"];
  const packed = spawnSync("tar", [
    ...["-czf", `${target}.part`, ...owner, "--mode=u+w,go+rX"],
    ...["--transform=s,^\\.,go,", "-C", from, "."],
  ]);
  if (packed.status !== 0) throw new Error(`tar ${version}: ${packed.stderr}`);
  renameSync(`${target}.part`, target);
  const digest = createHash("sha256").update(readFileSync(target)).digest("hex");
  writeFileSync(`${target}.sha256`, digest);
}

export function sha256Of(directory: string, version: string): string {
  return readFileSync(join(directory, `${tarballName(version)}.sha256`), "utf8");
}

/** One table a version, newest first, as a scraper of the official page expects. */
export function writeIndex(directory: string): void {
  const tables = VERSIONS.toReversed().map((version) => indexTable(directory, version));
  const page = `<html><body><h3 id="stable">Stable versions</h3>\n${tables.join("\n")}
<div id="archive"></div></body></html>\n`;
  writeFileSync(join(directory, "index.html"), page);
}

function indexTable(directory: string, version: string): string {
  const name = tarballName(version);
  const [system, arch] = PLATFORM.split("-");
  const megabytes = statSync(join(directory, name)).size >> 20;
  const titles = ["File name", "Kind", "OS", "Arch", "Size", "SHA256 Checksum"];
  const cells = [
    `<td class="filename"><a class="download" href="/dl/${name}">${name}</a></td>`,
    `<td>Archive</td><td>${system === "linux" ? "Linux" : system}</td>`,
    `<td>${arch === "amd64" ? "x86-64" : "ARM64"}</td><td>${megabytes}MB</td>`,
    `<td><tt>${sha256Of(directory, version)}</tt></td>`,
  ];
  const head = titles.map((title) => `<th>${title}</th>`).join("");
  return `<div class="toggle" id="go${version}"><table class="downloadtable"><thead>
<tr class="first">${head}</tr></thead><tr>${cells.join("")}</tr></table></div>`;
}
