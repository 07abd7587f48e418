import assert from "node:assert/strict";
import { after, test } from "node:test";
import { GosteadError } from "#model/error.ts";
import { formatPlatform, parsePlatform } from "#model/platform.ts";
import { html, ON, replace, status } from "../../test/support/lies.ts";
import { pretend } from "../../test/support/pretend.ts";
import { openWorks, releaseOf } from "../../test/support/works.ts";
import { explainAbsence, resolveForInstall, resolveInstalled } from "./resolve.ts";

const LISTED = ["1.22.5", "1.22.6", "1.23.4", "1.24rc1", "1.22.9 darwin-arm64"];
const works = await openWorks({ after }, LISTED);
const { engine, proxy } = works;
pretend(engine.home, "1.22.5");
pretend(engine.home, "1.23.4");
pretend(engine.home, "1.24.9 linux-arm64");

const wish = (word: string, platform = "linux-amd64") => ({
  word,
  platform: parsePlatform(platform) ?? engine.platform,
  allowOlder: false,
});

async function meant(word: string, platform?: string): Promise<string> {
  const release = await resolveForInstall(wish(word, platform), engine);
  return `${release.version} ${formatPlatform(release.platform)}`;
}

const fails =
  (code: string, words = /./) =>
  (error: unknown) =>
    error instanceof GosteadError &&
    error.code === code &&
    words.test(`${error.message} ${error.fix}`);

test("a full version is taken at its word, without asking for a list", async () => {
  const before = proxy.requests.length;
  for (const word of ["1.22.6", "go1.22.6", "v1.22.6"])
    assert.equal(await meant(word), "1.22.6 linux-amd64");
  assert.equal(await meant("1.99.0"), "1.99.0 linux-amd64");
  assert.equal(await meant("1.22.6", "darwin-arm64"), "1.22.6 darwin-arm64");
  assert.equal(proxy.requests.length, before);
});

test("other words mean the newest that the list has for the platform", async () => {
  assert.equal(await meant("1.22"), "1.22.6 linux-amd64");
  assert.equal(await meant("1.22.x"), "1.22.6 linux-amd64");
  assert.equal(await meant("1.22", "darwin-arm64"), "1.22.9 darwin-arm64");
  assert.equal(await meant("stable"), "1.23.4 linux-amd64");
  assert.equal(await meant("latest"), "1.23.4 linux-amd64");
  assert.equal(await meant("oldstable"), "1.22.6 linux-amd64");
  assert.equal(await meant(">=1.22 <1.23"), "1.22.6 linux-amd64");
  assert.equal(await meant("1.24rc"), "1.24rc1 linux-amd64");
});

const NO_WORDS = [
  "../../x",
  "1.22.6.linux-amd64",
  "",
  "1.22/",
  "x".repeat(10_000),
  "1..2",
  "\u0000",
];

test("what is no version is a usage error with the nearest real ones", async () => {
  for (const word of NO_WORDS) await assert.rejects(meant(word), fails("usage"), word.slice(0, 20));
  await assert.rejects(meant("1.22.60x"), fails("usage", /1\.22\.6/));
  await assert.rejects(meant("1.99"), fails("unknown-version", /1\.2/));
});

test("without a list a wrong word is still a wrong word", async () => {
  const told = proxy.lie(status(ON.list, 403));
  await assert.rejects(meant("../../x"), fails("usage"));
  await assert.rejects(meant("1.22"), fails("refused"));
  told.stop();
});

test("a list that lost versions is refused until that is accepted (S14)", async () => {
  await meant("1.22");
  const told = proxy.lie(replace(ON.list, "v0.0.1-go1.22.5.linux-amd64\n"));
  await assert.rejects(
    meant("1.22"),
    fails("older-answer", /go1\.22\.6\.linux-amd64.*--allow-older/),
  );
  const old = await resolveForInstall({ ...wish("1.22"), allowOlder: true }, engine);
  assert.equal(old.version, "1.22.5");
  await assert.rejects(meant("1.22"), fails("older-answer"), "what was seen stays seen");
  told.stop();
});

test("installed words mean what is here, for this machine", () => {
  assert.equal(resolveInstalled("1.22", engine).version, "1.22.5");
  assert.equal(resolveInstalled("stable", engine).version, "1.23.4");
  assert.equal(resolveInstalled("oldstable", engine).version, "1.22.5");
  assert.throws(
    () => resolveInstalled("1.24", engine),
    fails("not-installed", /1\.22\.5, 1\.23\.4/),
  );
  assert.throws(
    () => resolveInstalled("1.22.6", engine),
    fails("not-installed", /install 1\.22\.6/),
  );
  for (const word of NO_WORDS) assert.throws(() => resolveInstalled(word, engine), fails("usage"));
});

test("why a version could not be had: wrong word, other platform, or only not now", async () => {
  const gone = new GosteadError("not-available", "404");
  const why = async (word: string, error: unknown = gone) =>
    explainAbsence(wish(word), engine, error);
  assert.ok(fails("unknown-version", /1\.22\.6/)(await why("1.22.7")));
  assert.ok(
    fails("not-available", /go1\.22\.9 is not to be had for linux-amd64/)(await why("1.22.9")),
  );
  assert.equal(await why("1.22.6"), gone);
  const other = new GosteadError("no-network", "down");
  assert.equal(await why("1.22.7", other), other);
  const told = proxy.lie(html(ON.list));
  assert.equal(await why("1.22.7"), gone);
  told.stop();
  assert.deepEqual(releaseOf("1.22.6").platform, engine.platform);
});
