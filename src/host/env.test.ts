import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { tempDirectory } from "../../test/support/loopback.ts";
import { goEnvFile, goSetting, parseGoEnv, userConfigDir } from "./env.ts";

const GO_FILE = [
  "# a comment=1",
  "GOPROXY=https://one.test,direct",
  " GOSUMDB=indented lines do not count",
  "lower=no",
  "GOPRIVATE=a.test/*,b.test",
  "GOPROXY=https://two.test|direct",
  "NOEQUALS",
  "GOFLAGS=-mod=mod -x",
  "GONOSUMDB=",
].join("\n");

function userFile(home: string): string {
  const path = join(home, ".config", "go", "env");
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, GO_FILE);
  return path;
}

test("the environment goes over the user's file, and empty is unset", (t) => {
  const HOME = tempDirectory(t);
  userFile(HOME);
  const expected = { value: "https://two.test|direct", origin: "user" };
  if (process.platform === "linux") {
    assert.deepEqual(goSetting({ HOME }, "GOPROXY"), expected);
    assert.deepEqual(goSetting({ HOME, GOPROXY: "" }, "GOPROXY"), expected);
  }
  assert.deepEqual(goSetting({ HOME, GOPROXY: "off" }, "GOPROXY"), {
    value: "off",
    origin: "env",
  });
  assert.equal(goSetting({ HOME }, "GONOSUMDB"), undefined);
  assert.equal(goSetting({ HOME }, "GOAUTH"), undefined);
});

test("GOENV names another file, or none", (t) => {
  const HOME = tempDirectory(t);
  const GOENV = userFile(HOME);
  assert.equal(goSetting({ GOENV }, "GOFLAGS")?.value, "-mod=mod -x");
  assert.equal(goSetting({ HOME, GOENV: "off" }, "GOPROXY"), undefined);
  assert.equal(goSetting({ GOENV: join(HOME, "nowhere") }, "GOPROXY"), undefined);
  assert.equal(goSetting({ GOENV: join(GOENV, "below-a-file") }, "GOPROXY"), undefined);
});

test("a settings file that cannot be read is said, not skipped", (t) => {
  const GOENV = tempDirectory(t);
  assert.throws(() => goSetting({ GOENV }, "GOPROXY"), { code: "bad-setting" });
});

test("os.UserConfigDir on each system", () => {
  const HOME = "/home/gopher";
  assert.equal(userConfigDir({ HOME }, "linux"), "/home/gopher/.config");
  assert.equal(userConfigDir({ HOME, XDG_CONFIG_HOME: "/cfg" }, "linux"), "/cfg");
  assert.equal(userConfigDir({ HOME, XDG_CONFIG_HOME: "cfg" }, "linux"), undefined);
  assert.equal(userConfigDir({}, "linux"), undefined);
  assert.equal(userConfigDir({ HOME }, "darwin"), "/home/gopher/Library/Application Support");
  assert.equal(goEnvFile({ GOENV: "/x/env" }), "/x/env");
});

const go = spawnSync("go", ["version"]);

test("go itself reads the same file to the same values", {
  skip: go.status === 0 ? false : "go is not installed",
}, (t) => {
  const HOME = tempDirectory(t);
  const GOENV = userFile(HOME);
  const names = ["GOPROXY", "GOPRIVATE", "GOFLAGS"];
  const env = { PATH: process.env.PATH, HOME, GOENV, GOTOOLCHAIN: "local", GOFLAGS: "" };
  const said = spawnSync("go", ["env", ...names], { env, encoding: "utf8", cwd: HOME });
  const ours = names.map((name) => goSetting(env, name)?.value);
  assert.deepEqual(said.stdout.trimEnd().split("\n"), ours, said.stderr);
});

test("line ends of Windows do not become part of a value", () => {
  assert.deepEqual(
    [...parseGoEnv("GOPROXY=off\r\nGOSUMDB=x\r\n")],
    [
      ["GOPROXY", "off"],
      ["GOSUMDB", "x"],
    ],
  );
});
