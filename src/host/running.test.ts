import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test, { type TestContext } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { programsIn } from "./running.ts";

const NAMES = new Set(["go", "a-long-tool-name-indeed"]);
const skip = process.platform === "linux" ? false : "no /proc";

/** A directory that everybody may enter, with a program in it. */
function tree(t: TestContext): { root: string; go: string } {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "gostead-running-")));
  t.after(() => rmSync(root, { recursive: true, force: true }));
  chmodSync(root, 0o755);
  mkdirSync(join(root, "tree"));
  const go = join(root, "tree", "go");
  return { root: join(root, "tree"), go };
}

async function started(t: TestContext, argv: readonly string[]): Promise<number> {
  const [program = "", ...args] = argv;
  const child = spawn(program, args, { stdio: "ignore" });
  t.after(() => child.kill("SIGKILL"));
  await new Promise((ready, fail) => child.once("spawn", ready).once("error", fail));
  return child.pid ?? -1;
}

test("a process that runs a program of the directory is seen, until it ends", {
  skip,
}, async (t) => {
  const { root, go } = tree(t);
  copyFileSync("/bin/sleep", go);
  const look = () => programsIn(root, { uid: process.getuid?.(), names: NAMES }).running;
  assert.deepEqual(look(), []);
  const child = spawn(go, ["60"]);
  await new Promise((ready) => child.once("spawn", ready));
  assert.deepEqual(look(), [{ pid: child.pid, program: go }]);
  assert.deepEqual(programsIn(`${root}/..`, { uid: 0, names: NAMES }).running.length, 1);
  child.kill();
  await new Promise((ended) => child.once("exit", ended));
  assert.deepEqual(look(), []);
});

test("a sibling whose name only begins alike is another directory", { skip }, async (t) => {
  const { root } = tree(t);
  mkdirSync(`${root}.1`);
  copyFileSync("/bin/sleep", `${root}.1/go`);
  await started(t, [`${root}.1/go`, "60"]);
  assert.deepEqual(programsIn(root, { uid: 0, names: NAMES }).running, []);
});

test("a program whose file was removed still counts", { skip }, async (t) => {
  const { root, go } = tree(t);
  copyFileSync("/bin/sleep", go);
  const pid = await started(t, [go, "60"]);
  rmSync(go);
  assert.deepEqual(programsIn(root, { uid: 0, names: NAMES }).running, [{ pid, program: go }]);
});

const loader = "/lib64/ld-linux-x86-64.so.2";
const noLoader = existsSync(loader) ? false : `no ${loader}`;

test("what a process has only mapped counts", { skip: noLoader }, async (t) => {
  const { root } = tree(t);
  copyFileSync("/bin/sleep", join(root, "plugin"));
  const pid = await started(t, [loader, join(root, "plugin"), "60"]);
  // The loader has begun by now; what it is to load it maps in its own time.
  while (!readFileSync(`/proc/${pid}/maps`, "utf8").includes("/plugin")) await sleep(5);
  const { running } = programsIn(root, { uid: 0, names: NAMES });
  assert.deepEqual(
    running.map((one) => one.pid),
    [pid],
  );
});

interface Process {
  readonly exe: string;
  readonly comm: string;
}

/** A /proc of a test's own, mounted with these options. */
function procOf(root: string, processes: readonly Process[], mount = "rw"): string {
  const proc = join(root, "..", "proc");
  mkdirSync(join(proc, "self"), { recursive: true });
  writeFileSync(join(proc, "self/mountinfo"), `22 28 0:21 / ${proc} rw - proc proc ${mount}\n`);
  for (const [at, { exe, comm }] of processes.entries()) {
    const own = join(proc, String(100 + at));
    mkdirSync(own);
    symlinkSync(exe, join(own, "exe"));
    writeFileSync(join(own, "comm"), `${comm}\n`);
    writeFileSync(join(own, "maps"), "");
  }
  return proc;
}

test("where /proc shows nothing, nobody can tell", (t) => {
  const { root } = tree(t);
  const options = { uid: 1000, names: NAMES };
  assert.match(programsIn(root, { ...options, proc: join(root, "none") }).unseen ?? "", /none/);
  mkdirSync(join(root, "empty"));
  assert.match(programsIn(root, { ...options, proc: join(root, "empty") }).unseen ?? "", /empty/);
});

test("hidepid hides others from all but root, and a private directory from others", (t) => {
  const { root } = tree(t);
  for (const [mount, hides] of [
    ["rw", false],
    ["rw,hidepid=0", false],
    ["rw,hidepid=off", false],
    ["rw,hidepid=2", true],
    ["rw,gid=4,hidepid=invisible", true],
    ["rw,hidepid=ptraceable", true],
  ] as const) {
    const proc = procOf(root, [{ exe: "/bin/sh", comm: "sh" }], mount);
    const options = { names: NAMES, proc };
    const { unseen } = programsIn(root, { ...options, uid: 1000 });
    assert.equal(unseen !== undefined, hides, mount);
    if (hides) assert.match(unseen ?? "", /hidepid/);
    assert.equal(programsIn(root, { ...options, uid: 0 }).unseen, undefined, mount);
    chmodSync(join(root, ".."), 0o700);
    assert.equal(programsIn(root, { ...options, uid: 1000 }).unseen, undefined, mount);
    chmodSync(join(root, ".."), 0o755);
    rmSync(proc, { recursive: true });
  }
});

const NOBODY = 65_534;
const onlyRoot = skip || (process.getuid?.() === 0 ? false : "only root may become nobody");

/** Looks with the eyes of another user. */
function asNobody<T>(look: () => T): T {
  process.seteuid?.(NOBODY);
  try {
    return look();
  } finally {
    process.seteuid?.(0);
  }
}

test("another user's process counts by its name alone", { skip: onlyRoot }, async (t) => {
  const { root } = tree(t);
  const own = "quite-a-long-tool-name";
  const look = () => programsIn(root, { uid: NOBODY, names: new Set([own]) });
  copyFileSync("/bin/sleep", join(root, "other"));
  await started(t, [join(root, "other"), "60"]);
  assert.deepEqual(asNobody(look), { running: [], unseen: undefined });
  copyFileSync("/bin/sleep", join(root, own));
  const pid = await started(t, [join(root, own), "60"]);
  const { running, unseen = "" } = asNobody(look);
  assert.deepEqual(running, []);
  assert.match(unseen, new RegExp(`^process ${pid} \\(quite-a-long-to\\)`));
  assert.equal(look().running.length, 2);
});
