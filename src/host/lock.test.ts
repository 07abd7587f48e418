import assert from "node:assert/strict";
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { fileURLToPath } from "node:url";
import { tempDirectory } from "../../test/support/loopback.ts";
import { withLock } from "./lock.ts";

const OTHER_USER = 65_534;
const MODULE = new URL("./lock.ts", import.meta.url).href;

/** Runs a script in a process of its own that looks like `gostead install 1.22.6`. */
function launch(t: TestContext, source: string, options: { uid?: number } = {}): ChildProcess {
  const root = tempDirectory(t);
  chmodSync(root, 0o755);
  const script = join(root, "script.mjs");
  writeFileSync(script, `import { withLock } from ${JSON.stringify(MODULE)};\n${source}`);
  const child = spawn(process.execPath, [script, "install", "1.22.6"], {
    stdio: ["ignore", "pipe", "inherit"],
    ...options,
  });
  t.after(() => child.kill("SIGKILL"));
  return child;
}

/** A process that says "held" once it has the lock, and keeps it. */
async function holder(t: TestContext, path: string): Promise<ChildProcess> {
  const child = launch(
    t,
    `await withLock(${JSON.stringify(path)}, {}, async () => {
       process.stdout.write("held");
       await new Promise((resolve) => setTimeout(resolve, 60_000));
     });`,
  );
  assert.ok(child.stdout);
  await once(child.stdout, "data");
  return child;
}

test("the body's result or error comes out, and the lock is free again", async (t) => {
  const path = join(tempDirectory(t), "locks", "a.lock");
  assert.equal(await withLock(path, {}, async () => 7), 7);
  const reason = new Error("mine");
  await assert.rejects(
    withLock(path, {}, () => Promise.reject(reason)),
    (error) => error === reason,
  );
  assert.equal(await withLock(path, { timeoutMs: 0 }, async () => 8), 8);
  assert.equal(existsSync(`${path}.holder`), false);
});

test("within one process, one at a time", async (t) => {
  const path = join(tempDirectory(t), "a.lock");
  let inside = 0;
  let most = 0;
  const body = async () => {
    inside += 1;
    most = Math.max(most, inside);
    await new Promise((resolve) => setTimeout(resolve, 10));
    inside -= 1;
  };
  await Promise.all(Array.from({ length: 6 }, () => withLock(path, {}, body)));
  assert.equal(most, 1);
});

test("whoever waits too long is told who holds it", async (t) => {
  const path = join(tempDirectory(t), "a.lock");
  const child = await holder(t, path);
  const told: string[] = [];
  const waiting = withLock(path, { timeoutMs: 200, onWait: (who) => told.push(who) }, async () => {
    assert.fail("two hold one lock");
  });
  const who = `process ${child.pid}, gostead install 1.22.6`;
  await assert.rejects(waiting, (error: Error & { code: string }) => {
    assert.equal(error.code, "lock-timeout");
    return error.message.includes(who) && error.message.includes(path);
  });
  assert.deepEqual(told, [who]);
});

test("SIGKILL of the holder frees the lock at once", async (t) => {
  const path = join(tempDirectory(t), "a.lock");
  const child = await holder(t, path);
  setTimeout(() => child.kill("SIGKILL"), 100);
  const started = performance.now();
  await withLock(path, { timeoutMs: 60_000 }, async () => {});
  const waited = performance.now() - started;
  assert.ok(waited > 50, String(waited));
});

test("a holder's note is never believed: neither a live pid nor escapes in it count", async (t) => {
  const path = join(tempDirectory(t), "a.lock");
  await withLock(path, {}, async () => {});
  writeFileSync(`${path}.holder`, `${process.pid}\n\u001b[2J::x\n`);
  assert.equal(await withLock(path, { timeoutMs: 0 }, async () => 1), 1);
  await withLock(path, {}, async () => {
    writeFileSync(`${path}.holder`, "12\n\u001b[2J\n");
    const second = withLock(path, { timeoutMs: 0 }, async () => {});
    await assert.rejects(second, { message: /process 12, \\u\{1b\}\[2J after 0 s/ });
  });
});

test("many processes race for one lock and none gets in twice", async (t) => {
  const root = tempDirectory(t);
  const path = join(root, "a.lock");
  const log = join(root, "log");
  writeFileSync(log, "");
  const source = `
    const { appendFileSync } = await import("node:fs");
    for (let round = 0; round < 5; round += 1) {
      await withLock(${JSON.stringify(path)}, {}, async () => {
        appendFileSync(${JSON.stringify(log)}, "in\\n");
        await new Promise((resolve) => setTimeout(resolve, 5));
        appendFileSync(${JSON.stringify(log)}, "out\\n");
      });
    }`;
  const children = Array.from({ length: 4 }, () => launch(t, source));
  const codes = await Promise.all(children.map(async (child) => (await once(child, "exit"))[0]));
  assert.deepEqual(codes, [0, 0, 0, 0]);
  assert.equal(readFileSync(log, "utf8"), "in\nout\n".repeat(20));
});

test("an abort ends the waiting", async (t) => {
  const path = join(tempDirectory(t), "a.lock");
  const reason = new Error("enough");
  const control = new AbortController();
  setTimeout(() => control.abort(reason), 50);
  await withLock(path, {}, async () => {
    const second = withLock(path, { signal: control.signal }, async () => {});
    await assert.rejects(second, (error) => error === reason);
  });
});

test("a lock that cannot be a file is said to be so", async (t) => {
  const root = tempDirectory(t);
  appendFileSync(join(root, "file"), "x");
  for (const path of [join(root, "file", "a.lock"), root]) {
    await assert.rejects(
      withLock(path, {}, async () => {}),
      { code: "no-permission", message: `cannot lock ${path}` },
    );
  }
});

/** Why a process of another user cannot run this very file; false when it can. */
function noOtherUser(): string | false {
  if (process.getuid?.() !== 0) return "needs root to become another user";
  const reads = `test -r "${fileURLToPath(MODULE)}" && test -x "${process.execPath}"`;
  const ran = spawnSync("/bin/sh", ["-c", reads], { uid: OTHER_USER });
  return ran.status === 0 ? false : "another user cannot read this checkout";
}

test("a directory of another user is no place to lock", { skip: noOtherUser() }, async (t) => {
  const root = tempDirectory(t);
  chmodSync(root, 0o755);
  mkdirSync(join(root, "locks"), { mode: 0o755 });
  const path = join(root, "locks", "a.lock");
  await withLock(path, {}, async () => {});
  const source = (lock: string) => `
    await withLock(${JSON.stringify(lock)}, {}, async () => {}).then(
      () => process.stdout.write("got it"),
      (error) => process.stdout.write(error.code),
    );`;
  for (const lock of [path, join(root, "locks", "new.lock")]) {
    const child = launch(t, source(lock), { uid: OTHER_USER });
    assert.ok(child.stdout);
    const [said] = await once(child.stdout, "data");
    assert.equal(String(said), "no-permission", lock);
  }
});

test("a full disk is said to be full", async (t) => {
  const root = tempDirectory(t);
  const mounted = spawnSync("mount", ["-t", "tmpfs", "-o", "size=8k", "tmpfs", root]);
  if (mounted.status !== 0) return t.skip("needs root and mount to fill a disk");
  try {
    assert.throws(() => writeFileSync(join(root, "fill"), Buffer.alloc(16_384)), /ENOSPC/);
    const taken = withLock(join(root, "a.lock"), {}, async () => {});
    await assert.rejects(taken, { code: "no-space" });
  } finally {
    spawnSync("umount", [root]);
  }
});
