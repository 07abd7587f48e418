// A switch of a project's version: one event each, from real shells, whatever the project is.
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { withHooks } from "../../test/support/hookhome.ts";
import { has } from "../../test/support/shells.ts";
import type { ShimHome } from "../../test/support/shimhome.ts";

interface Row {
  readonly kind: string;
  readonly subject: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

const NO_CONFIG = { GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_NOSYSTEM: "1" };

function bash(at: ShimHome, script: string, env = {}): string {
  const head = `eval "$(${at.home}/bin/gostead activate bash)"; prompt() { eval "\${PROMPT_COMMAND[0]}"; }\n`;
  const { stdout, stderr, status } = spawnSync("bash", ["--norc", "-c", head + script], {
    cwd: at.cwd,
    env: { PATH: "/usr/bin:/bin", HOME: at.root, GOSTEAD_HOME: at.home, ...NO_CONFIG, ...env },
    encoding: "utf8",
  });
  assert.equal(status, 0, stderr);
  return stdout;
}

function rows(at: ShimHome): Row[] {
  const log = join(at.home, "audit/log.jsonl");
  const text = existsSync(log) ? readFileSync(log, "utf8") : "";
  const all = text
    .split("\n")
    .filter(Boolean)
    .map((line): Row => JSON.parse(line));
  return all.filter(({ kind }) => kind === "switch");
}

/** The recorder runs aside: waits until there are so many events. */
async function switches(at: ShimHome, many: number): Promise<Row[]> {
  for (let tries = 0; tries < 200 && rows(at).length < many; tries++) await wait(50);
  return rows(at);
}

test("five re-entries with one version are one event a project; a new version is another", async () => {
  await withHooks(async (at) => {
    bash(at, "for i in 1 2 3 4 5; do cd ../p/a; prompt; cd ../b; prompt; cd ..; prompt; done");
    const first = await switches(at, 2);
    const told = first.map(
      ({ subject, detail: { from, to, tool } }) => `${subject} ${from}>${to} ${tool}`,
    );
    assert.deepEqual(told.sort(), [`${at.cwd}/a >1.21.0 hook`, `${at.cwd}/b >1.24.6 hook`]);
    await wait(300);
    bash(at, "cd a; prompt; cd ../b; prompt");
    bash(at, "cd a; echo 1.23.4 > .go-version; prompt");
    const [, , last] = await switches(at, 3);
    assert.deepEqual([last?.detail.from, last?.detail.to], ["1.21.0", "1.23.4"]);
    assert.equal(rows(at).length, 3);
    assert.match(bash(at, "gostead audit"), /switch +ok +\S+\/a: go1\.21\.0 to go1\.23\.4\n/);
  });
});

test("commit, branch and whether the tree differs; a hostile repository runs nothing", {
  skip: !has("git") && "no git",
}, async () => {
  await withHooks(async (at) => {
    const git = (...args: string[]) =>
      execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@b.c", ...args], {
        cwd: join(at.cwd, "a"),
        encoding: "utf8",
        env: { PATH: "/usr/bin:/bin", ...NO_CONFIG },
      }).trim();
    git("init", "-q", "-b", "trunk");
    git("add", ".go-version");
    git("commit", "-q", "-m", "one");
    writeFileSync(join(at.cwd, "a/.gitattributes"), "* filter=evil\n");
    const mark = join(at.root, "ran");
    git("config", "filter.evil.clean", `touch ${mark}; cat`);
    git("config", "core.fsmonitor", `touch ${mark}; true`);
    writeFileSync(join(at.cwd, "a/.go-version"), "1.23.4\n");
    bash(at, "cd a; prompt");
    const [event] = await switches(at, 1);
    const { commit, branch, dirty, pid } = event?.detail ?? {};
    assert.deepEqual(
      { commit, branch, dirty },
      { commit: git("rev-parse", "HEAD"), branch: "trunk", dirty: true },
    );
    assert.ok(Number(pid) > 1);
    assert.equal(existsSync(mark), false);
  });
});

test("GOSDK_AUDIT_LOG: three columns in the project; a link is refused", async () => {
  await withHooks(async (at) => {
    const env = { GOSDK_AUDIT_LOG: ".go-audit.log" };
    mkdirSync(join(at.cwd, "a/.git"));
    symlinkSync(join(at.root, "victim"), join(at.cwd, "b/.go-audit.log"));
    bash(at, "cd a; prompt; cd ../b; prompt", env);
    await switches(at, 2);
    await wait(300);
    assert.match(readFileSync(join(at.cwd, "a/.go-audit.log"), "utf8"), /^\d{10} - 1\.21\.0\n$/);
    assert.equal(existsSync(join(at.root, "victim")), false);
  });
});
