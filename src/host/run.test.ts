import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { tempDirectory } from "../../test/support/loopback.ts";
import { run } from "./run.ts";

const MODULE = new URL("./run.ts", import.meta.url).href;

/** This very Node, running a piece of source. */
const node = (source: string, ...args: string[]) => [
  process.execPath,
  "--input-type=module",
  "-e",
  source,
  ...args,
];

/** Waits until `isSo` holds, for at most twenty seconds. */
async function eventually(isSo: () => boolean): Promise<boolean> {
  for (let round = 0; round < 400 && !isSo(); round += 1) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return isSo();
}

function isAlive(pid: number): boolean {
  try {
    // A process that ended but was not yet reaped still answers to signal 0.
    const stat = process.platform === "linux" ? readFileSync(`/proc/${pid}/stat`, "utf8") : "";
    process.kill(pid, 0);
    return !/\) Z /.test(stat);
  } catch {
    return false;
  }
}

test("status, output, directory and environment of a child", async (t) => {
  const cwd = tempDirectory(t);
  const script = 'printf %s "$WORD:$PWD"; echo oops >&2; exit 3';
  const result = await run(["/bin/sh", "-c", script], { cwd, env: { WORD: "x y" } });
  assert.equal(result.code, 3);
  assert.equal(result.signal, null);
  assert.equal(result.stdout, `x y:${cwd}`);
  assert.equal(result.stderr, "oops\n");
  assert.ok(!result.timedOut && !result.truncated && result.ms > 0);
});

test("arguments are never a shell's", async () => {
  const hostile = ["$(id)", "; exit 9", "`id`", "a\nb", "*"];
  const result = await run(["printf", "%s|", ...hostile]);
  assert.equal(result.stdout, hostile.map((word) => `${word}|`).join(""));
});

test("input is written, and a child that does not read it does no harm", async () => {
  const input = "line\n".repeat(100_000);
  assert.equal((await run(["cat"], { input })).stdout, input);
  assert.equal((await run(["true"], { input })).code, 0);
  assert.equal((await run(["cat"])).stdout, "");
});

test("a flood is cut, and the child runs on to its end", async () => {
  const flood =
    "process.stdout.write('é'.repeat(3e6)); process.stderr.write('e'); process.exitCode = 7";
  const result = await run(node(flood), { maxBytes: 1000 });
  assert.equal(Buffer.byteLength(result.stdout), 1000);
  assert.equal(result.stderr, "e");
  assert.ok(result.truncated);
  assert.equal(result.code, 7);
});

test("the time limit ends the child and its children", async () => {
  const script = "sleep 60 & echo $!; trap '' TERM INT; wait; sleep 60";
  const result = await run(["/bin/sh", "-c", script], { timeoutMs: 300 });
  assert.ok(result.timedOut && result.ms < 5000);
  assert.equal(result.code, null);
  assert.equal(result.signal, "SIGKILL");
  const grandchild = Number(result.stdout);
  assert.ok(grandchild > 0);
  assert.ok(await eventually(() => !isAlive(grandchild)), "the grandchild lives on");
});

test("a program that cannot be started is named, safely", async () => {
  await assert.rejects(run(["no-such-program\u001b[2J"]), {
    code: "child-failed",
    message: "cannot start no-such-program\\u{1b}[2J: no such program or directory",
  });
  await assert.rejects(run(["/etc"]), { code: "child-failed", message: /EACCES/ });
});

test("an interrupt of ours ends the group, then us by the same signal", async (t) => {
  const pidFile = join(tempDirectory(t), "pid");
  const source = `import { run } from ${JSON.stringify(MODULE)};
    await run(["/bin/sh", "-c", "echo $$ > ${pidFile}; sleep 60"]);`;
  const [program = "", ...args] = node(source);
  const parent = spawn(program, args, { stdio: "ignore" });
  const ended = new Promise((resolve) => parent.once("exit", (_, signal) => resolve(signal)));
  assert.ok(await eventually(() => existsSync(pidFile) && readFileSync(pidFile, "utf8") !== ""));
  const child = Number(readFileSync(pidFile, "utf8"));
  assert.ok(isAlive(child));
  parent.kill("SIGINT");
  assert.equal(await ended, "SIGINT");
  assert.ok(await eventually(() => !isAlive(child)), "the child lives on");
});

/** Runs runInherited in a process of its own, which then exits with the status it gave. */
const inherited = (...argv: string[]) =>
  node(
    `import { runInherited } from ${JSON.stringify(MODULE)};
     process.exit(await runInherited(${JSON.stringify(argv)}));`,
  );

test("an inherited child has our stdio and its status is ours", async () => {
  const script = "read word; echo got $word; echo err >&2; exit 42";
  const result = await run(inherited("/bin/sh", "-c", script), { input: "hello\n" });
  assert.equal(result.stdout, "got hello\n");
  assert.equal(result.stderr, "err\n");
  assert.equal(result.code, 42);
});

test("a child ended by a signal gives 128 and the signal's number", async () => {
  const result = await run(inherited("/bin/sh", "-c", "kill -9 $$"));
  assert.equal(result.code, 137);
});

test("signals sent to us reach the child, which decides", async () => {
  for (const name of ["TERM", "INT", "HUP"]) {
    const script = `trap 'echo caught; exit 5' ${name}; kill -${name} $PPID; while :; do sleep 0.1; done`;
    const result = await run(inherited("/bin/sh", "-c", script), { timeoutMs: 20_000 });
    assert.equal(result.stdout, "caught\n", name);
    assert.equal(result.code, 5, name);
  }
});
