// SIGKILL at random moments of perform and of undo: afterwards `undo` puts every
// file back byte for byte, whatever had been done.
import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { symlink } from "node:fs/promises";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import type { Action } from "#model/action.ts";
import { type Place, withPlace } from "../../test/support/changes.ts";
import { perform } from "./perform.ts";
import { undo } from "./undo.ts";

const FIXER = fileURLToPath(new URL("../../test/support/fixer.ts", import.meta.url));

const FILES = 3;
const ROUNDS = 10;

async function fill(place: Place): Promise<Action[]> {
  for (let at = 0; at < FILES; at++) {
    await place.file(`rc${at}`, `line ${at}\r\n${"x".repeat(at * 9000)}`, 0o600 + at);
    await place.file(`gone${at}`, `secret ${at}`);
    await symlink("old", place.at(`link${at}`));
  }
  return Array.from({ length: FILES }, (_, at): Action[] => [
    { kind: "block", path: place.at(`rc${at}`), name: "path", lines: ["one"] },
    { kind: "write", path: place.at(`made/${at}/file`), content: "made\n" },
    { kind: "block", path: place.at(`rc${at}`), name: "other", lines: ["two"] },
    { kind: "remove", path: place.at(`gone${at}`) },
    { kind: "link", path: place.at(`link${at}`), target: "new" },
    { kind: "write", path: place.at(`gone${at}`), content: "again\n" },
  ]).flat();
}

/** Starts a process; `go` gives it its actions. */
async function start(
  place: Place,
  verb: string,
): Promise<{ child: ChildProcess; go(given: readonly Action[]): void }> {
  const child = spawn(process.execPath, [FIXER, place.root, verb], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  assert.ok(child.stdout && child.stdin);
  const { stdin } = child;
  stdin.on("error", () => {});
  const [ready] = await once(child.stdout, "data");
  assert.equal(`${ready}`, "ready\n");
  child.stdout.resume();
  return { child, go: (given) => stdin.end(JSON.stringify(given)) };
}

/** Lets it work for `ms` and kills it; true when it had not ended by itself. */
async function killAfter(
  place: Place,
  verb: string,
  given: { actions: readonly Action[]; ms: number },
): Promise<boolean> {
  const { child, go } = await start(place, verb);
  const ended = once(child, "exit");
  go(given.actions);
  await new Promise((wake) => setTimeout(wake, given.ms));
  child.kill("SIGKILL");
  const [, signal] = await ended;
  return signal === "SIGKILL";
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

test("killed while it performs, and while it undoes: all comes back", async (t) => {
  let killed = 0;
  await withPlace(async (place) => {
    const actions = await fill(place);
    const before = await place.snap();
    const whole = await timed(() => perform(actions, place.deps));
    const after = await place.snap();
    const back = await timed(() => undo("last", place.deps));
    assert.deepEqual(await place.snap(), before);
    for (let round = 0; round < ROUNDS; round++) {
      if (await killAfter(place, "perform", { actions, ms: Math.random() * whole })) killed++;
      if (round % 2 === 1) {
        if (await killAfter(place, "undo", { actions: [], ms: Math.random() * back })) killed++;
      }
      while (await undo("last", place.deps)) {
        // The second time there is nothing left to take back.
      }
      assert.deepEqual(await place.snap(), before);
    }
    await perform(actions, place.deps);
    assert.deepEqual(await place.snap(), after, "and it can be done again");
  });
  t.diagnostic(`killed ${killed} of ${ROUNDS * 1.5}`);
  assert.ok(killed >= ROUNDS / 3, `only ${killed} were killed while they worked`);
});
