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
import { rolldown } from "rolldown";
import { chunksBelow } from "./chunks.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const dist = join(root, "dist");
const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
  version: string;
};

const fresh = mkdtempSync(join(root, "dist.new."));
process.once("exit", () => rmSync(fresh, { recursive: true, force: true }));

const bundle = await rolldown({
  cwd: root,
  input: { main: "src/cli/main.ts", worker: "src/store/worker.ts" },
  platform: "node",
  preserveEntrySignatures: false,
  checks: { ineffectiveDynamicImport: false },
  transform: { target: "node22.19", define: { GOSTEAD_VERSION: JSON.stringify(version) } },
});
await bundle.write({
  dir: fresh,
  format: "esm",
  entryFileNames: "[name].js",
  chunkFileNames: "chunk-[name]-[hash].js",
  comments: { legal: true, annotation: false, jsdoc: false },
  codeSplitting: {
    includeDependenciesRecursively: false,
    groups: [{ debugName: "rooms", name: chunksBelow(root) }],
  },
});
await bundle.close();
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
