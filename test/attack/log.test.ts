// A log that lies about records or about itself: wrong, empty and unrelated
// answers (CVE-2026-42501), lines outside the proven record (CVE-2026-56864),
// forks, trees that shrink, and another key under the same name.
import assert from "node:assert/strict";
import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import test from "node:test";
import { type Arena, installs, LOG_NAME, refused, survives, withArena } from "../support/arena.ts";
import { names, runGostead } from "../support/home.ts";
import { ON, replace, status } from "../support/lies.ts";
import { type Log, makeLog } from "../support/log.ts";
import { moduleOf, toyToolchain } from "../support/toolchain.ts";

const MODULE = moduleOf(toyToolchain("1.22.6"));
const OTHER = moduleOf(toyToolchain("1.22.5"));

/** Answers every lookup with `body`, made from the log that is shown. */
async function lookupLie(body: (log: Log) => string, says: RegExp): Promise<void> {
  await withArena(async (arena) => {
    const told = arena.proxy.lie(replace(ON.lookup, body(arena.log)));
    await refused(arena, { code: 4, says });
    assert.equal(told.count, 1, "an integrity error is never tried again");
    told.stop();
    await installs(arena, "1.22.6");
  });
}

test("another toolchain's record, truly in the log", async () => {
  await lookupLie((log) => log.lookup(OTHER) ?? "", /go1\.22\.6/);
});

test("an unrelated module's record, truly in the log", async () => {
  await lookupLie((log) => log.lookup("filler.example/m7@v1.0.0") ?? "", /go1\.22\.6/);
});

test("no record but a signed head", async () => {
  await lookupLie((log) => `${log.find(MODULE)}\n\n${log.head()}`, /lookup answer/);
  await lookupLie((log) => `${log.find(MODULE)}\n\n\n${log.head()}`, /lookup answer/);
});

test("nothing at all, or a head alone", async () => {
  await lookupLie(() => "", /lookup answer/);
  await lookupLie((log) => log.head(), /lookup answer/);
});

test("a record of go.mod alone, truly in the log", async () => {
  await lookupLie((log) => {
    const id = log.add(`${MODULE.replace("@", " ")}/go.mod h1:${"A".repeat(43)}=\n`);
    return `${id}\n${log.record(id)}\n${log.head()}`;
  }, /go1\.22\.6/);
});

test("a forged line before, inside and after the proven record", async () => {
  const forged = `${MODULE.replace("@", " ")} h1:${"A".repeat(43)}=\n`;
  const of = (log: Log) => ({ id: log.find(OTHER) as number, head: log.head() });
  await lookupLie((log) => {
    const { id, head } = of(log);
    return `${id}\n${forged}${log.record(id)}\n${head}`;
  }, /record|proof/);
  await lookupLie((log) => {
    const { id, head } = of(log);
    return `${id}\n${log.record(id)}${forged}\n${head}`;
  }, /record|proof/);
  await lookupLie((log) => {
    const { id, head } = of(log);
    return `${id}\n${log.record(id)}\n${forged}\n${head}`;
  }, /lookup|note|head|signature|go1\.22\.6/);
});

test("the right record under a wrong number", async () => {
  await lookupLie((log) => {
    const id = log.find(MODULE) as number;
    return `${id - 1}\n${log.record(id)}\n${log.head()}`;
  }, /record|proof/);
});

test("a record beyond the signed tree", async () => {
  await withArena(async (arena) => {
    const id = arena.log.find(MODULE) as number;
    const early = arena.log.head(id);
    arena.proxy.lie(replace(ON.lookup, `${id}\n${arena.log.record(id)}\n${early}`));
    arena.proxy.lie(replace(ON.latest, early));
    await refused(arena, { code: 4, says: new RegExp(`record ${id} .* ${id} records`) });
  });
});

test("two hashes for one version in a record", async () => {
  await lookupLie((log) => {
    const line = MODULE.replace("@", " ");
    const id = log.add(`${line} h1:${"A".repeat(43)}=\n${line} h1:${"B".repeat(42)}A=\n`);
    return `${id}\n${log.record(id)}\n${log.head()}`;
  }, /2 hashes/);
});

test("another key under the same name", async () => {
  await withArena(async (arena) => {
    const impostor = makeLog({ name: LOG_NAME, seed: "impostor" });
    for (let id = 0; id < arena.log.size; id++) impostor.add(arena.log.record(id));
    arena.proxy.showLog(impostor);
    await refused(arena, { code: 4, says: /sign/ });
    arena.proxy.showLog(arena.log);
    await installs(arena, "1.22.6");
  });
});

/** A log that agrees with the arena's up to `at`, then tells another story to `size`. */
function forked(log: Log, at: number, size: number): Log {
  const fork = log.fork(at);
  const forgery = `${MODULE.replace("@", " ")} h1:${"A".repeat(43)}=\n`;
  fork.add(forgery);
  while (fork.size < size) fork.add(`other.example/m${fork.size} v1.0.0 h1:${"C".repeat(43)}=\n`);
  return fork;
}

/** After an honest install of 1.22.5, shows a fork and expects it to be caught with both heads kept. */
async function forkCaught(make: (log: Log) => Log): Promise<void> {
  await withArena(async (arena) => {
    await installs(arena, "1.22.5");
    const honest = arena.log.head();
    const fork = make(arena.log);
    arena.proxy.showLog(fork);
    await refused(arena, { code: 4, says: /two histories/ });
    await evidenceHolds(arena, [honest, fork.head()]);
    arena.proxy.showLog(arena.log);
    await installs(arena, "1.22.6");
  });
}

async function evidenceHolds({ home }: Arena, heads: readonly string[]): Promise<void> {
  const directory = join(home.gostead, "quarantine");
  const files = (await names(directory)).map((name) => join(directory, name));
  assert.ok(files.length > 0, "a fork leaves evidence");
  const texts = await Promise.all(files.map((file) => readFile(file, "utf8")));
  for (const head of heads) {
    assert.ok(
      texts.some((text) => text.includes(head)),
      "both signed heads are evidence",
    );
  }
  for (const file of files) assert.equal((await stat(file)).mode & 0o777, 0o600);
}

test("a fork that grew past the head we know", async () => {
  await forkCaught((log) => forked(log, 1400, log.size + 300));
});

test("a fork of the same size as the head we know", async () => {
  await forkCaught((log) => forked(log, 1400, log.size));
});

test("a fork smaller than the head we know", async () => {
  await forkCaught((log) => forked(log, 1400, log.size - 100));
});

test("a fork of the very last record", async () => {
  await forkCaught((log) => forked(log, log.size - 1, log.size));
});

test("a tree that shrank, but tells the same story: the known head stays, the record proves", async () => {
  await withArena(async (arena) => {
    await installs(arena, "1.22.5");
    const shrunk = arena.log.fork((arena.log.find(MODULE) as number) + 1);
    arena.proxy.lie(replace(ON.latest, shrunk.head()));
    arena.proxy.lie(replace(ON.lookup, shrunk.lookup(MODULE) ?? ""));
    await installs(arena, "1.22.6");
    const state = await names(join(arena.home.gostead, "sumdb"));
    const head = state.find((name) => name.endsWith("/head")) ?? "";
    const kept = await readFile(join(arena.home.gostead, "sumdb", head), "utf8");
    assert.equal(kept, arena.log.head(), "the kept head never goes back");
  });
});

test("a tree shrunk to before the record: not available, nothing kept", async () => {
  await withArena(async (arena) => {
    await installs(arena, "1.22.5");
    arena.proxy.showLog(arena.log.fork(arena.log.find(MODULE) as number));
    await refused(arena, { code: 3, says: /go1\.22\.6/ });
  });
});

test("two heads in one answer that disagree", async () => {
  await withArena(async (arena) => {
    const fork = forked(arena.log, 1400, arena.log.size);
    arena.proxy.lie(replace(ON.latest, fork.head()));
    await refused(arena, { code: 4, says: /two histories/ });
    await evidenceHolds(arena, [arena.log.head(), fork.head()]);
  });
});

test("a head beyond the tiles that are served cannot be told from a copy that lags", async () => {
  await withArena(async (arena) => {
    const fork = forked(arena.log, 1400, arena.log.size + 40);
    arena.proxy.lie(replace(ON.latest, fork.head()));
    await refused(arena, { code: 3, says: /serves no tile/ });
  });
});

test("a log that gives no record: not available", async () => {
  await survives([status(ON.lookup, 404)], { code: 3, says: /go1\.22\.6/ });
  await survives([status(ON.lookup, 410)], { code: 3, says: /go1\.22\.6/ });
});

test("a proven zip of one log is not proven under another", async () => {
  await withArena(async (arena) => {
    await installs(arena, "1.22.6");
    const other = makeLog({ name: "other.gostead.test", seed: "other" });
    const env = { ...arena.env, GOSUMDB: other.verifierKey };
    const ran = await runGostead(["install", "1.22.6"], { home: arena.home, env });
    assert.notEqual(ran.code, 0, "present means proven under the log that is trusted now (S5)");
  });
});
