// Deployments of applications: a gate that fails, kills of the copy, races of readers,
// and what stands at `current` (spec A8).
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { GosteadError } from "#model/error.ts";
import {
  currentRelease,
  type DeployDeps,
  deploy,
  releaseNames,
  rollBackRelease,
} from "./deploy.ts";

function site(t: TestContext) {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "gostead-app-")));
  t.after(() => rmSync(root, { recursive: true }));
  const [source, app] = [join(root, "build"), join(root, "app")];
  mkdirSync(join(source, "static"), { recursive: true });
  symlinkSync("static", join(source, "link"));
  let seconds = Date.UTC(2026, 10, 21, 14, 23, 1);
  const deps: DeployDeps = {
    nowMs: () => {
      seconds += 1000;
      return seconds;
    },
    lock: { timeoutMs: 5000, onWait: () => {} },
    gate: async () => {},
    keep: 3,
  };
  const put = (text: string) => writeFileSync(join(source, "version"), text);
  const now = () => readFileSync(join(app, "current/version"), "utf8");
  return { source, app, deps, put, now };
}

test("each deployment has its own directory, named by its time, and the newest ones stay", async (t) => {
  const { source, app, deps, put, now } = site(t);
  for (const text of ["1", "2", "3", "4", "5"]) {
    put(text);
    await deploy(source, app, deps);
    assert.equal(now(), text);
  }
  assert.deepEqual(releaseNames(app), ["20261121-142304", "20261121-142305", "20261121-142306"]);
  assert.equal(currentRelease(app), "20261121-142306");
  assert.equal(readFileSync(join(app, "current/link/../version"), "utf8"), "5");
});

test("two in one second are two", async (t) => {
  const { source, app, deps, put } = site(t);
  put("x");
  const still = { ...deps, nowMs: () => Date.UTC(2026, 0, 1), keep: 20 };
  for (let n = 0; n < 11; n++) await deploy(source, app, still);
  const names = releaseNames(app);
  assert.deepEqual(names.slice(0, 2), ["20260101-000000", "20260101-000000-2"]);
  assert.equal(names.at(-1), "20260101-000000-11");
  assert.equal(currentRelease(app), "20260101-000000-11");
});

test("a gate that fails: the old one stays current, and nothing is left of the new", async (t) => {
  const { source, app, deps, put, now } = site(t);
  put("good");
  await deploy(source, app, deps);
  put("bad");
  const gate = async (directory: string) => {
    assert.equal(readFileSync(join(directory, "version"), "utf8"), "bad");
    throw new GosteadError("unhealthy", "it is ill");
  };
  await assert.rejects(deploy(source, app, { ...deps, gate }), { code: "unhealthy" });
  assert.equal(now(), "good");
  assert.equal(readdirSync(join(app, "releases")).filter((one) => one !== ".lock").length, 1);
});

test("back to the one before, to a named one, and to none that is gone", async (t) => {
  const { source, app, deps, put, now } = site(t);
  await assert.rejects(rollBackRelease(app, undefined, deps), { code: "no-snapshot" });
  for (const text of ["1", "2", "3"]) {
    put(text);
    await deploy(source, app, deps);
  }
  await rollBackRelease(app, undefined, deps);
  assert.equal(now(), "2");
  await rollBackRelease(app, "20261121-142304", deps);
  assert.equal(now(), "3");
  for (const name of ["20200101-000000", "..", "../../etc"])
    await assert.rejects(rollBackRelease(app, name, deps), { code: "no-snapshot" });
});

test("what stands at current and is no link is never replaced", async (t) => {
  const { source, app, deps, put } = site(t);
  put("1");
  mkdirSync(join(app, "current"), { recursive: true });
  writeFileSync(join(app, "current/precious"), "");
  await assert.rejects(deploy(source, app, deps), { code: "not-a-link" });
  assert.deepEqual(readdirSync(join(app, "current")), ["precious"]);
});

test("a source that is no directory, or that holds the application", async (t) => {
  const { source, app, deps, put } = site(t);
  put("1");
  for (const one of [join(source, "version"), join(source, "none"), join(app, ".."), app])
    await assert.rejects(deploy(one, app, deps), { code: "usage" }, one);
});

test("readers find a whole release at every moment of 50 switches", async (t) => {
  const { source, app, deps, put } = site(t);
  put("0");
  await deploy(source, app, deps);
  const script = `while [ ! -e stop ]; do cat current/version >/dev/null || echo lost; done`;
  const reader = spawn("sh", ["-c", script], { cwd: app, stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  for (const stream of [reader.stdout, reader.stderr]) stream.on("data", (data) => (said += data));
  const releases = { ...deps, keep: 100 };
  for (let n = 1; n <= 50; n++) {
    put(String(n));
    await deploy(source, app, releases);
  }
  writeFileSync(join(app, "stop"), "");
  await new Promise((end) => reader.on("close", end));
  assert.equal(said, "");
});
