import assert from "node:assert/strict";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { layoutOf } from "#host/paths.ts";
import { GosteadError } from "#model/error.ts";
import { tempDirectory } from "../../test/support/loopback.ts";
import { releaseOf } from "../../test/support/works.ts";
import { lostReleases, rememberReleases, seenReleases } from "./seen.ts";

const SOURCE = "https://proxy.example/";
const releases = (...words: string[]) => words.map(releaseOf);

test("what was listed once is remembered for ever, by source", async (t) => {
  const home = layoutOf(tempDirectory(t));
  assert.deepEqual([...seenReleases(home, SOURCE)], []);
  await rememberReleases(home, SOURCE, releases("1.22.5", "1.22.6"));
  await rememberReleases(home, SOURCE, releases("1.22.6", "1.23.0 darwin-arm64"));
  assert.deepEqual(
    [...seenReleases(home, SOURCE)],
    ["go1.22.5.linux-amd64", "go1.22.6.linux-amd64", "go1.23.0.darwin-arm64"],
  );
  assert.deepEqual([...seenReleases(home, "https://other.example/")], []);
});

test("lost is what was seen and is listed no more, platform by platform", () => {
  const seen = new Set(["go1.22.5.linux-amd64", "go1.22.6.linux-amd64", "go1.22.6.linux-arm64"]);
  assert.deepEqual(lostReleases(seen, releases("1.22.6", "1.23.0")), [
    "go1.22.5.linux-amd64",
    "go1.22.6.linux-arm64",
  ]);
  assert.deepEqual(lostReleases(new Set(), releases("1.22.6")), []);
});

test("nothing new, nothing written", async (t) => {
  const home = layoutOf(tempDirectory(t));
  await rememberReleases(home, SOURCE, releases("1.22.6"));
  const [name = ""] = readdirSync(home.seen);
  rmSync(join(home.seen, name));
  mkdirSync(join(home.seen, "marker"));
  await rememberReleases(home, "https://empty.example/", []);
  assert.deepEqual(readdirSync(home.seen), ["marker"]);
});

async function rewritten(t: Parameters<typeof tempDirectory>[0], text: string) {
  const home = layoutOf(tempDirectory(t));
  await rememberReleases(home, SOURCE, releases("1.22.6"));
  const [name = ""] = readdirSync(home.seen);
  const path = join(home.seen, name);
  assert.equal(readFileSync(path, "utf8"), "gostead seen 1\ngo1.22.6.linux-amd64\n");
  writeFileSync(path, text);
  return { home, path };
}

test("damaged lines do not become releases that every list then lacks", async (t) => {
  const lines = [
    "go1.22.6.linux-amd64",
    "",
    "\u0000\u001b[31m",
    "go1.22",
    "<html>",
    "go../x.linux-amd64",
  ];
  const { home } = await rewritten(t, `gostead seen 1\n${lines.join("\n")}`);
  assert.deepEqual([...seenReleases(home, SOURCE)], ["go1.22.6.linux-amd64"]);
  const foreign = await rewritten(t, "something else\ngo1.22.6.linux-amd64\n");
  assert.deepEqual([...seenReleases(foreign.home, SOURCE)], []);
});

test("a newer format is refused and not overwritten", async (t) => {
  const text = "gostead seen 2\ngo1.22.6.linux-amd64 2024-08-06\n";
  const { home, path } = await rewritten(t, text);
  const newer = (error: unknown) => error instanceof GosteadError && error.code === "newer-format";
  assert.throws(() => seenReleases(home, SOURCE), newer);
  await assert.rejects(rememberReleases(home, SOURCE, releases("1.22.5")), newer);
  assert.equal(readFileSync(path, "utf8"), text);
});
