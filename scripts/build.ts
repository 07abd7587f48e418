/**
 * Builds dist/: the command line as one entry with a lazy chunk per command, the
 * store's worker as a second entry, and the shell texts beside them. All files lie
 * in one folder, because chunks find the worker and the texts beside themselves.
 * Built aside and put in place by rename: a build that fails leaves the old one.
 */
import { execFileSync } from "node:child_process";
import {
  copyFileSync,
  existsSync,
  globSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url));
const dist = join(root, "dist");
const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
  version: string;
};

const fresh = mkdtempSync(join(root, "dist.new."));
process.once("exit", () => rmSync(fresh, { recursive: true, force: true }));

await build({
  absWorkingDir: root,
  entryPoints: { main: "src/cli/main.ts", worker: "src/store/worker.ts" },
  outdir: fresh,
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "node",
  target: "node22.19",
  chunkNames: "chunk-[name]-[hash]",
  define: { GOSTEAD_VERSION: JSON.stringify(version) },
  banner: {
    js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
  },
  legalComments: "linked",
});
for (const name of globSync("{*.sh,hook*.{bash,zsh,fish,posix}}", {
  cwd: join(root, "src/activate"),
})) {
  copyFileSync(join(root, "src/activate", name), join(fresh, name));
}

copyFileSync(join(root, "src/source/advisories.json"), join(fresh, "advisories.json"));
for (const name of globSync("node*.sh", { cwd: join(root, "src/facts") })) {
  copyFileSync(join(root, "src/facts", name), join(fresh, name));
}
writeFileSync(join(fresh, "help.txt"), helpText());

const old = `${fresh}.old`;
if (existsSync(dist)) renameSync(dist, old);
renameSync(fresh, dist);
rmSync(old, { recursive: true, force: true });

/** `gostead --help` as the framework writes it: main.ts prints it without loading the framework. */
function helpText(): string {
  const main = join(fresh, "main.js");
  return execFileSync(process.execPath, ["--disable-warning=ExperimentalWarning", main, "help"], {
    encoding: "utf8",
  });
}
