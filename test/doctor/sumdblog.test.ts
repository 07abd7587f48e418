// doctor sumdb against a checksum log that forks, stands still, shrinks, lies or is not there, and lists that lose
// versions (security S14). What the home knew before is what the log is held against.
import assert from "node:assert/strict";
import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { type Arena, arenaLog, LOG_NAME, withArena } from "../support/arena.ts";
import { type Diagnosis, diagnose } from "../support/diagnose.ts";
import { badSignature, edit, ON, silence, status } from "../support/lies.ts";
import { MACHINE } from "../support/toolchain.ts";

function looked({ home, env }: Arena): Promise<Diagnosis> {
  return diagnose(["sumdb"], { home, env });
}

/** An arena whose log was looked at once, honestly. */
async function withKnown(use: (arena: Arena) => Promise<void>): Promise<void> {
  await withArena(async (arena) => {
    const first = await looked(arena);
    assert.deepEqual(first.codes, []);
    assert.deepEqual(new Set(first.checks.map(({ outcome }) => outcome)), new Set(["pass"]));
    await use(arena);
  });
}

test("a log that grows passes, again and again", async () => {
  await withKnown(async (arena) => {
    arena.log.fill(700);
    assert.deepEqual((await looked(arena)).codes, []);
    assert.deepEqual((await looked(arena)).codes, []);
  });
});

test("a log of another history, with the evidence kept", async () => {
  await withKnown(async (arena) => {
    const fork = arenaLog().fork(1000);
    fork.fill(1400);
    arena.proxy.showLog(fork);
    const found = await looked(arena);
    assert.ok(found.codes.includes("log-not-proven"), found.codes.join());
    assert.match(found.said("log-not-proven"), /^log-fork: /);
    assert.equal(found.exit, 1);
    assert.ok(existsSync(join(arena.home.gostead, "quarantine")), "no evidence was kept");
    // The same head again is no better for having been seen.
    assert.ok((await looked(arena)).codes.includes("log-not-proven"));
    arena.proxy.showLog(arena.log);
    assert.deepEqual((await looked(arena)).codes, []);
  });
});

test("a head that the log did not sign", async () => {
  await withKnown(async (arena) => {
    arena.proxy.lie(badSignature(ON.latest));
    const found = await looked(arena);
    assert.ok(found.codes.includes("log-not-proven"), found.codes.join());
    assert.match(found.said("log-not-proven"), /^bad-signature: /);
  });
});

test("a log that has stood still for a week", async () => {
  await withKnown(async (arena) => {
    const [log = ""] = readdirSync(join(arena.home.gostead, "sumdb"));
    const grew = (days: number) =>
      writeFileSync(
        join(arena.home.gostead, "sumdb", log, "advanced"),
        `${Date.now() - days * 86_400_000}\n`,
      );
    grew(6);
    assert.deepEqual((await looked(arena)).codes, []);
    grew(9);
    const found = await looked(arena);
    assert.deepEqual(found.codes, ["log-not-advancing"]);
    assert.match(found.said("log-not-advancing"), /as 9 days ago/);
    // A proxy that shows an old, honest head is the same to us.
    arena.log.fill(1);
    arena.proxy.lie({ on: ON.latest, body: () => Buffer.from(arena.log.head(1200)) });
    assert.deepEqual((await looked(arena)).codes, ["log-not-advancing"]);
  });
});

test("it has grown by one record: that is enough", async () => {
  await withKnown(async (arena) => {
    const [log = ""] = readdirSync(join(arena.home.gostead, "sumdb"));
    const at = Date.now() - 30 * 86_400_000;
    writeFileSync(join(arena.home.gostead, "sumdb", log, "advanced"), `${at}\n`);
    arena.log.fill(1);
    assert.deepEqual((await looked(arena)).codes, []);
  });
});

test("a log that cannot be reached is no pass", async () => {
  await withKnown(async (arena) => {
    const told = arena.proxy.lie(status(ON.sumdb, 500));
    const found = await looked(arena);
    assert.deepEqual(found.codes, ["log-unreachable"]);
    assert.equal(found.findings[0]?.subject, LOG_NAME);
    assert.equal(found.outcome("log-not-proven"), "not-applicable");
    assert.equal(found.outcome("log-not-advancing"), "not-applicable");
    told.stop();
    arena.proxy.lie(silence(ON.sumdb));
    const silent = await diagnose(["sumdb", "--timeout", "0.5"], arena);
    assert.deepEqual(silent.codes, ["log-unreachable"]);
    assert.match(silent.said("log-unreachable"), /no answer in 1 s/);
  });
});

test("a list that has lost versions, its latest among them", async () => {
  await withKnown(async (arena) => {
    const told = arena.proxy.lie(edit(ON.list, /.*1\.22\.6.*\n/, ""));
    const found = await looked(arena);
    assert.deepEqual(found.codes, ["versions-lost"]);
    const said = found.said("versions-lost");
    assert.ok(said.includes(`go1.22.6.${MACHINE}`), said);
    assert.match(said, /its latest is 1\.22\.5, and was 1\.22\.6/);
    // To have looked is not to have accepted.
    assert.deepEqual((await looked(arena)).codes, ["versions-lost"]);
    told.stop();
    arena.proxy.lie(edit(ON.list, /.*1\.22\.5.*\n/, ""));
    const older = await looked(arena);
    assert.deepEqual(older.codes, ["versions-lost"]);
    assert.doesNotMatch(older.said("versions-lost"), /latest/);
  });
});

test("--offline asks nobody, and passes nothing", async () => {
  await withArena(async (arena) => {
    const { home, env } = arena;
    const found = await diagnose(["net", "proxy", "sumdb", "--offline"], { home, env });
    assert.deepEqual(new Set(found.checks.map(({ outcome }) => outcome)), new Set(["unknown"]));
    assert.deepEqual(arena.proxy.requests, []);
  });
});
