// What counts as proven: receipts that were edited, swapped or made under another key
// do not (security S5, S6); --repair proves them anew.
import assert from "node:assert/strict";
import { readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { type Arena, installs, LOG_NAME, withArena } from "../support/arena.ts";
import { runGostead } from "../support/home.ts";
import { ON } from "../support/lies.ts";
import { makeLog } from "../support/log.ts";
import { publish, recordOf } from "../support/publish.ts";
import { toyToolchain } from "../support/toolchain.ts";
import {
  alter,
  assertWhole,
  copyHome,
  flipped,
  receiptOf,
  treeOf,
  verified,
} from "../support/tree.ts";

const BOTH = ["1.22.5", "1.22.6"];

interface Receipt {
  format: number;
  h1: string;
  proof: Record<string, unknown> & { inclusion: string[]; signedHead: string; recordText: string };
}

/** Edits a field of the receipt of 1.22.6. */
function edited(change: (receipt: Receipt) => unknown) {
  return ({ home }: Arena) => {
    const path = receiptOf(home, "1.22.6");
    const receipt = JSON.parse(readFileSync(path, "utf8")) as Receipt;
    change(receipt);
    writeFileSync(path, JSON.stringify(receipt));
  };
}

function swap(place: (version: string) => string): void {
  const [one, other] = BOTH.map(place) as [string, string];
  renameSync(one, `${one}.kept`);
  renameSync(other, one);
  renameSync(`${one}.kept`, other);
}

/** Another character of the same alphabet in the middle of a base64 text. */
function turned(text: string): string {
  const middle = text.length >> 1;
  return `${text.slice(0, middle)}${text[middle] === "A" ? "B" : "A"}${text.slice(middle + 1)}`;
}

const EDITS: readonly [what: string, edit: (arena: Arena) => void, code: 3 | 4][] = [
  ["two trees swapped", ({ home }) => swap((one) => treeOf(home, one)), 4],
  ["two receipts swapped", ({ home }) => swap((one) => receiptOf(home, one)), 4],
  ["two manifests swapped", ({ home }) => swap((one) => receiptOf(home, one, "manifest")), 4],
  [
    "demoted to one without a proof",
    edited((receipt) => Reflect.deleteProperty(receipt, "proof")),
    4,
  ],
  ["another h1", edited((receipt) => (receipt.h1 = `h1:${"A".repeat(43)}=`)), 4],
  [
    "a byte of the inclusion proof",
    edited(({ proof }) => (proof.inclusion[3] = turned(proof.inclusion[3]!))),
    4,
  ],
  ["a proof cut short", edited(({ proof }) => proof.inclusion.pop()), 4],
  ["another record number", edited(({ proof }) => (proof.record = 7)), 4],
  ["another tree size", edited(({ proof }) => (proof.treeSize = 1900)), 4],
  [
    "a byte of the signature",
    edited(({ proof }) => (proof.signedHead = turnedEnd(proof.signedHead))),
    4,
  ],
  [
    "another h1 in the record",
    edited(({ proof }) => (proof.recordText = proof.recordText.replace(/h1:.{4}/, "h1:AAAA"))),
    4,
  ],
  ["no JSON", ({ home }) => writeFileSync(receiptOf(home, "1.22.6"), "{"), 4],
  ["a bit of the manifest", ({ home }) => alter(receiptOf(home, "1.22.6", "manifest"), flipped), 4],
  ["a receipt of a newer format", edited((receipt) => (receipt.format = 2)), 3],
  ["a manifest of a newer format", newerManifest, 3],
];

/** One of each kind of damage is repaired too. */
const MENDED = new Set([
  "two trees swapped",
  "two receipts swapped",
  "two manifests swapped",
  "demoted to one without a proof",
  "no JSON",
  "a receipt of a newer format",
]);

/** The last line of a note is its signature. */
function turnedEnd(note: string): string {
  return `${note.slice(0, -60)}${turned(note.slice(-60))}`;
}

function newerManifest({ home }: Arena): void {
  alter(receiptOf(home, "1.22.6", "manifest"), (text) =>
    Buffer.from(text.toString().replace("gostead manifest 1", "gostead manifest 2")),
  );
}

test("receipts, manifests and trees that were exchanged or edited", async (t) => {
  await withArena(async (arena) => {
    for (const version of BOTH) await installs(arena, version);
    for (const [what, change, code] of EDITS) {
      await t.test(what, async () => {
        const one = { ...arena, home: copyHome(arena.home) };
        change(one);
        const found = await verified(one, "1.22.6");
        assert.equal(found.code, code, found.stdout + found.stderr);
        assert.doesNotMatch(found.stdout, /"ok":true/);
        if (MENDED.has(what)) await repairAll(one, code);
      });
    }
  });
});

/** What is only newer than we are is not ours to put right. */
async function repairAll(arena: Arena, code: 3 | 4): Promise<void> {
  const repaired = await verified(arena, "--all", "--repair");
  assert.equal(repaired.code, code === 3 ? 3 : 0, repaired.stderr);
  for (const version of BOTH) await assertWhole(treeOf(arena.home, version), version);
}

test("a proof under another key does not count: looked up again, and the receipt says so", async () => {
  await withArena(async (arena) => {
    const first = await installs(arena, "1.22.6");
    assert.match(first.stderr, /log\.gostead\.test because GOSUMDB in the environment says so/);
    const other = makeLog({ name: LOG_NAME, seed: "another TEST key" });
    other.fill(300);
    other.add(recordOf(publish(toyToolchain("1.22.6"))));
    arena.proxy.showLog(other);
    const env = { ...arena.env, GOSUMDB: other.verifierKey };
    const run = (...args: string[]) => runGostead(args, { home: arena.home, env });
    assert.equal((await run("verify", "1.22.6")).code, 4);
    const before = arena.proxy.requests.length;
    const again = await run("install", "--json", "1.22.6");
    assert.equal(again.code, 0, again.stderr);
    const asked = arena.proxy.requests.slice(before).map(({ path }) => path);
    assert.ok(
      asked.some((path) => ON.lookup.test(path)),
      "it was not looked up again",
    );
    const { status, proof } = JSON.parse(again.stdout) as {
      status: string;
      proof: { record: number; trust: string };
    };
    assert.deepEqual([status, proof.record, proof.trust], ["installed", 300, "env"]);
    const receipt = readFileSync(receiptOf(arena.home, "1.22.6"), "utf8");
    assert.ok(receipt.includes(other.verifierKey));
    assert.equal((await run("verify", "1.22.6")).code, 0);
    assert.equal((await arena.run("verify", "1.22.6")).code, 4, "the first key proves it no more");
    assert.equal(
      readdirSync(join(arena.home.gostead, "sumdb")).length,
      2,
      "two keys share no state",
    );
  });
});
