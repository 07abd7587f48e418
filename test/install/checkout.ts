/** A checkout of gostead for install.sh, small enough to build in no time, with an npm double beside it. */
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { tarFile } from "../../scripts/archive.ts";
import { double, type Machine, NODE_SCRIPT, SCRIPT, standIn } from "./machine.ts";

/** A Node double that is too old. */
export const OLD_NODE = `case $1 in -p) echo "old 20.20.2 $0" ;; *) exit 1 ;; esac`;

/**
 * A checkout whose install.sh pins the hash of a Node package of our own, whose build makes the stand-in bundle, and
 * an npm that hands out that package. Returns the script.
 */
export function checkout(
  machine: Machine,
  change: (packed: Buffer) => Buffer = (packed) => packed,
): string {
  const source = join(machine.root, "checkout");
  for (const directory of [source, join(source, "scripts"), join(source, "src")])
    mkdirSync(directory);
  const packed = gzipSync(
    Buffer.concat([
      tarFile("package/LICENSE", Buffer.from("free\n"), 0o644),
      tarFile("package/bin/node", NODE_SCRIPT, 0o755),
      tarFile("package/install.js", Buffer.from("throw 1"), 0o755),
      Buffer.alloc(1024),
    ]),
  );
  const sha512 = createHash("sha512").update(packed).digest("hex");
  writeFileSync(join(machine.root, "node.tgz"), change(packed));
  writeFileSync(
    join(source, "install.sh"),
    readFileSync(SCRIPT, "utf8").replace(/(?<=node_sha512=)[0-9a-f]{128}/g, sha512),
  );
  for (const name of ["package.json", "package-lock.json", "LICENSE"])
    writeFileSync(join(source, name), "{}\n");
  writeFileSync(join(source, ".npmrc"), "registry=http://127.0.0.1:9/checkout\n");
  const dist = standIn(machine);
  writeFileSync(
    join(source, "scripts/build.ts"),
    `import { cpSync } from "node:fs";\ncpSync(${JSON.stringify(dist)}, "dist", { recursive: true });\n`,
  );
  double(machine, "npm", npmBody(machine));
  return join(source, "install.sh");
}

/** Packs `pkg@version` as npm names it, and tells where it ran and what it saw. */
export function npmBody({ root, log }: Machine): string {
  return `
printf '%s\\n' "in $PWD" "options \${NODE_OPTIONS-unset} \${NODE_PATH-unset}" "files $(ls -A | tr '\\n' ' ')" >>'${log}'
case $1 in
  pack) cp '${root}/node.tgz' "./$(printf '%s' "$2" | sed 's/@/-/').tgz" ;;
  ci) mkdir node_modules ;;
esac`;
}
