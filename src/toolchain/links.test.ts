import assert from "node:assert/strict";
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
} from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import type { Home } from "#host/paths.ts";
import { newestOfMinor } from "#model/linkwords.ts";
import { pretend, pretendHome } from "../../test/support/pretend.ts";
import type { Engine } from "./engine.ts";
import { installedReleases } from "./installed.ts";
import { refreshLinks } from "./links.ts";
import { resolveInstalled } from "./resolve.ts";

const HERE = { os: "linux", arch: "amd64" };

/** Word to version: `1.22 1.22.12`. */
async function linked(home: Home): Promise<string[]> {
  await refreshLinks(home, HERE);
  return readdirSync(home.links)
    .sort()
    .map((word) => {
      const target = readlinkSync(join(home.links, word));
      return `${word} ${/^\.\.\/toolchains\/go(.+)\.linux-amd64$/.exec(target)?.[1]}`;
    });
}

test("each version, and each minor as its newest release of this platform", async (t) => {
  const home = pretendHome(t, ["1.22.6", "1.22.12", "1.22.9", "1.23.4", "1.24.1 linux-arm64"]);
  assert.deepEqual(await linked(home), [
    "1.22 1.22.12",
    "1.22.12 1.22.12",
    "1.22.6 1.22.6",
    "1.22.9 1.22.9",
    "1.23 1.23.4",
    "1.23.4 1.23.4",
  ]);
  const version = readFileSync(join(home.links, "1.22", "VERSION"), "utf8");
  assert.equal(version, "go1.22.12\n", "links lead to the trees");
});

test("1.20 was a release: it is 1.20.0, and 1.20 its newest patch", async (t) => {
  const home = pretendHome(t, ["1.20", "1.20.14", "1.19"]);
  assert.deepEqual(await linked(home), [
    "1.19 1.19",
    "1.19.0 1.19",
    "1.20 1.20.14",
    "1.20.0 1.20",
    "1.20.14 1.20.14",
  ]);
});

test("a prerelease is its minor only while there is no release; a build with a suffix never is", async (t) => {
  const home = pretendHome(t, ["1.26rc1", "1.26beta2", "1.25rc3", "1.25.1", "1.25.9-tuned"]);
  const words = await linked(home);
  assert.ok(words.includes("1.26 1.26rc1"));
  assert.ok(words.includes("1.25 1.25.1"));
  assert.ok(words.includes("1.25.9-tuned 1.25.9-tuned"));
  pretend(home, "1.26.0");
  assert.ok((await linked(home)).includes("1.26 1.26.0"));
});

test("links and commands give every word the same meaning", async (t) => {
  const home = pretendHome(t, [
    "1.20",
    "1.20.14",
    "1.26rc1",
    "1.25rc3",
    "1.25.1",
    "1.21.0",
    "1.25.9-x",
  ]);
  const engine = { home, platform: HERE } as Engine;
  for (const line of await linked(home)) {
    const [word = "", version] = line.split(" ");
    assert.equal(resolveInstalled(word, engine).version, version, word);
  }
});

test("what is installed no more has no link, and what else lies there goes", async (t) => {
  const home = pretendHome(t, ["1.22.6", "1.23.4"]);
  await linked(home);
  rmSync(join(home.toolchains, "go1.23.4.linux-amd64"), { recursive: true });
  mkdirSync(join(home.links, "directory", "deep"), { recursive: true });
  symlinkSync("/etc", join(home.links, "1.99"));
  assert.deepEqual(await linked(home), ["1.22 1.22.6", "1.22.6 1.22.6"]);
  assert.ok(statSync("/etc").isDirectory());
});

test("links that are right are left alone, and two at once end in the same", async (t) => {
  const home = pretendHome(t, ["1.22.6", "1.22.7"]);
  await Promise.all([refreshLinks(home, HERE), refreshLinks(home, HERE)]);
  const names = readdirSync(home.links);
  assert.deepEqual(names.sort(), ["1.22", "1.22.6", "1.22.7"]);
  const [before] = readdirSync(home.links).map((word) => readlinkSync(join(home.links, word)));
  await refreshLinks(home, HERE);
  const [after] = readdirSync(home.links).map((word) => readlinkSync(join(home.links, word)));
  assert.equal(after, before);
});

test("no version of a minor is no answer", (t) => {
  const versions = installedReleases(pretendHome(t, ["1.22.6"])).map(({ version }) => version);
  assert.equal(newestOfMinor("1.23", versions), undefined);
  assert.equal(newestOfMinor("1.2", versions), undefined);
});
