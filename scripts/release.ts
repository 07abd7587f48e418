/**
 * `node scripts/release.ts DIRECTORY [PLATFORM…]`: writes gostead-<version>-<platform>.tar.gz
 * for each platform (all that install.sh knows, unless told) and SHA256SUMS into the
 * directory. Node comes from the packages that install.sh pins, checked as there.
 */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { makeArchive } from "./archive.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

interface Pinned {
  readonly platform: string;
  readonly name: string;
  readonly version: string;
  readonly sha512: string;
}

/** The Node packages that install.sh pins, one a platform. */
export function pinnedNodes(script: string): Pinned[] {
  const pattern =
    /^ +(\w+-\w+)\)\n +node_package='([\w-]+)@([\d.]+)'\n +node_sha512=([0-9a-f]{128})$/gm;
  return [...script.matchAll(pattern)].map(
    ([, platform = "", name = "", version = "", sha512 = ""]) => {
      return { platform, name, version, sha512 };
    },
  );
}

function main([out, ...platforms]: readonly string[]): void {
  if (out === undefined) throw new Error("usage: node scripts/release.ts DIRECTORY [PLATFORM...]");
  const known = pinnedNodes(readFileSync(join(ROOT, "install.sh"), "utf8"));
  const wanted =
    platforms.length === 0 ? known : known.filter((one) => platforms.includes(one.platform));
  if (wanted.length === 0)
    throw new Error(`no such platform; known: ${known.map((one) => one.platform).join(" ")}`);
  execFileSync(process.execPath, [join(ROOT, "scripts/build.ts")], { stdio: "inherit" });
  mkdirSync(out, { recursive: true });
  const sums = wanted.map((pinned) => releaseOne(pinned, out));
  writeFileSync(join(out, "SHA256SUMS"), sums.join(""));
}

/** Writes one archive; returns its line of SHA256SUMS. */
function releaseOne(pinned: Pinned, out: string): string {
  const { version } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as {
    version: string;
  };
  const archive = makeArchive({
    version,
    platform: pinned.platform,
    dist: join(ROOT, "dist"),
    license: readFileSync(join(ROOT, "LICENSE")),
    ...fetchNode(pinned),
  });
  writeFileSync(join(out, archive.name), archive.bytes);
  console.log(`${archive.name} ${archive.bytes.length} bytes`);
  return `${archive.sha256}  ${archive.name}\n`;
}

function fetchNode({ name, version, sha512 }: Pinned): { node: Buffer; nodeLicense: Buffer } {
  const directory = mkdtempSync(join(tmpdir(), "gostead-release-"));
  try {
    writeFileSync(join(directory, "package.json"), '{"private":true}\n');
    execFileSync(
      "npm",
      ["pack", `${name}@${version}`, "--ignore-scripts", "--prefer-offline", "--loglevel=error"],
      {
        cwd: directory,
        stdio: ["ignore", "ignore", "inherit"],
      },
    );
    const packed = join(directory, `${name}-${version}.tgz`);
    const found = createHash("sha512").update(readFileSync(packed)).digest("hex");
    if (found !== sha512)
      throw new Error(`${name}@${version} has SHA-512 ${found}, expected ${sha512}`);
    execFileSync("tar", ["-xzf", packed, "package/bin/node", "package/LICENSE"], {
      cwd: directory,
    });
    const read = (path: string) => readFileSync(join(directory, "package", path));
    return { node: read("bin/node"), nodeLicense: read("LICENSE") };
  } finally {
    rmSync(directory, { recursive: true });
  }
}

if (import.meta.main) main(process.argv.slice(2));
