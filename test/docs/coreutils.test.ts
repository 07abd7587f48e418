// docs/guide/check-us-with-coreutils.md, run: its commands over a toolchain that
// gostead installed, with a proxy and a log on loopback.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmod, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import test from "node:test";
import { type Arena, installs, LOG_NAME, withArena } from "../support/arena.ts";
import { BUNDLE, environment, finished } from "../support/home.ts";
import { publish } from "../support/publish.ts";
import { has } from "../support/shells.ts";
import { toyToolchain } from "../support/toolchain.ts";

const page = new URL("../../docs/guide/check-us-with-coreutils.md", import.meta.url);
const skip =
  !["curl", "sha256sum", "base64", "mktemp"].every(has) && "no curl or no coreutils here";

/** The page's commands, with the version, log and proxy of the arena in place of the public ones. */
async function script(arena: Arena): Promise<string> {
  const text = await readFile(page, "utf8");
  const blocks = [...text.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map(([, block]) => block);
  const values = { log: LOG_NAME, proxy: arena.proxy.url, platform };
  return Object.entries(values).reduce((all, [name, value]) => {
    const line = new RegExp(`^${name}=[a-z$(].*$`, "m");
    assert.match(all, line, `the page sets no ${name}`);
    return all.replace(line, `${name}=${value}`);
  }, blocks.join(""));
}

const arch = { x64: "amd64", arm64: "arm64" }[process.arch as string] ?? process.arch;
const platform = `${process.platform}-${arch}`;

async function run(arena: Arena): Promise<string> {
  const bin = join(arena.home.root, "bin");
  await mkdir(bin, { recursive: true });
  const launcher = join(bin, "gostead");
  await writeFile(launcher, `#!/bin/sh\nexec '${process.execPath}' '${BUNDLE}' "$@"\n`);
  await chmod(launcher, 0o755);
  const { spawn } = await import("node:child_process");
  const child = spawn("/bin/sh", ["-c", await script(arena)], {
    env: { ...environment(arena.home), ...arena.env, PATH: `${bin}:/usr/bin:/bin` },
    cwd: arena.home.user,
  });
  const { stdout, stderr } = await finished(child);
  return stdout + stderr;
}

test("the page's commands find the h1 that the log has", { skip }, async () => {
  await withArena(async (arena) => {
    await installs(arena, "1.22.6");
    const said = await run(arena);
    const { h1 } = publish(toyToolchain("1.22.6"));
    assert.ok(said.includes(`\n${h1}\n`), said);
    assert.match(said, /\nthe same\n/);
  });
});

test("one changed byte, and they are not the same", { skip }, async () => {
  await withArena(async (arena) => {
    await installs(arena, "1.22.6");
    const go = join(arena.home.gostead, "toolchains", `go1.22.6.${platform}`, "bin/go");
    assert.equal(spawnSync("chmod", ["u+w", go]).status, 0);
    await writeFile(go, "#!/bin/sh\n");
    const said = await run(arena);
    assert.match(said, /\nh1:\S{44}\n/);
    assert.doesNotMatch(said, /the same/);
  });
});
