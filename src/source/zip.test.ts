import assert from "node:assert/strict";
import { existsSync, statSync } from "node:fs";
import { test } from "node:test";
import { ignoreRange, ON, truncate } from "../../test/support/lies.ts";
import { bytesOf, code, opened } from "../../test/support/zipcase.ts";

test("206: the end comes first, any part afterwards, nothing is kept on disk", async (t) => {
  const { open, whole, spool, told, ranges } = await opened(t);
  const zip = await open();
  assert.equal(zip.ranged, true);
  assert.equal(zip.size, whole.length);
  assert.ok(zip.tail.length < whole.length && whole.subarray(-zip.tail.length).equals(zip.tail));
  const tailStart = whole.length - zip.tail.length;
  const spans = [
    [0, 1],
    [17, 200_000],
    [tailStart - 5, tailStart + 5],
    [tailStart + 9, whole.length],
  ];
  for (const [start = 0, end = 0] of [...spans, [5, 5]]) {
    assert.ok(
      (await bytesOf(zip, start, end)).equals(whole.subarray(start, end)),
      `${start}-${end}`,
    );
  }
  assert.deepEqual(ranges().slice(1), [
    "bytes=0-0",
    "bytes=17-199999",
    `bytes=${tailStart - 5}-${tailStart - 1}`,
  ]);
  assert.ok(!existsSync(spool));
  assert.deepEqual(told, []);
});

test("200: the one answer is kept in a private file and asked for once", async (t) => {
  const { open, whole, spool, told, ranges } = await opened(t, [ignoreRange(ON.zip)]);
  const zip = await open();
  assert.deepEqual([zip.ranged, zip.size], [false, whole.length]);
  assert.ok(whole.subarray(-zip.tail.length).equals(zip.tail));
  assert.ok((await bytesOf(zip, 1000, 900_000)).equals(whole.subarray(1000, 900_000)));
  assert.equal((await bytesOf(zip, 7, 7)).length, 0);
  assert.equal(ranges().length, 1);
  assert.equal(statSync(spool).mode & 0o777, 0o600);
  assert.equal(
    told.reduce((sum, [count]) => sum + count, 0),
    whole.length,
  );
  assert.ok(told.every(([, total]) => total === whole.length));
});

test("a transfer that breaks off goes on where it stopped", async (t) => {
  const { open, whole, proxy, ranges } = await opened(t);
  const zip = await open();
  proxy.lie({ ...truncate(ON.zip, 70_000), times: 2 });
  assert.ok((await bytesOf(zip, 100, 500_000)).equals(whole.subarray(100, 500_000)));
  assert.deepEqual(ranges().slice(1), [
    "bytes=100-499999",
    "bytes=70100-499999",
    "bytes=140100-499999",
  ]);
});

test("one that breaks off again and again is given up", async (t) => {
  const { open, proxy } = await opened(t);
  const zip = await open();
  const cut = proxy.lie(truncate(ON.zip, 10));
  await assert.rejects(bytesOf(zip, 0, 500_000), code("bad-answer", /too early/));
  assert.ok(cut.count < 10, `${cut.count} requests`);
});

test("a whole answer that breaks off is asked for again, from its start", async (t) => {
  const lies = [ignoreRange(ON.zip), { ...truncate(ON.zip, 90_000), times: 1 }];
  const { open, whole } = await opened(t, lies);
  const zip = await open();
  assert.ok((await bytesOf(zip, 0, whole.length)).equals(whole));
});
