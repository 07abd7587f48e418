/**
 * Installs or prunes as if there were no locks (security S20): its locks lie in a
 * directory that no other process looks at. Run as
 * `node lockless.ts install VERSION` or `node lockless.ts prune MILLISECONDS`,
 * with GOSTEAD_HOME, GOPROXY and GOSUMDB set. Exit 1, with the reason, when it
 * could not: without locks that is allowed, half a toolchain is not.
 */
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseVersion } from "#model/version.ts";
import { install } from "#toolchain/install.ts";
import { prune } from "#toolchain/prune.ts";
import { engineOn, HERE } from "./engine.ts";

const { GOSTEAD_HOME: root = "", GOPROXY = "", GOSUMDB = "" } = process.env;
const locks = join(tmpdir(), `no-locks-${process.pid}`);
const engine = engineOn({ root, env: { GOPROXY, GOSUMDB }, locks });
const [verb, word = ""] = process.argv.slice(2);

async function perform(): Promise<void> {
  const version = parseVersion(word);
  if (verb === "install" && version !== undefined) {
    await install({ version, platform: HERE }, engine);
    return;
  }
  const request = { unusedDays: undefined, spared: [], dryRun: false };
  for (const end = Date.now() + Number(word); Date.now() < end; ) await prune(request, engine);
}

try {
  await perform();
} catch (error) {
  console.error(String(error));
  process.exitCode = 1;
}
process.exit();
