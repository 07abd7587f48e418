// The cases with go.mod or go.work, asked of the real go command: it must choose what the table says. Its toolchains
// are scripts on PATH that tell their name, and GOTOOLCHAIN=go<default>+path makes the user's default its own.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import test from "node:test";
import {
  MINORS,
  type PinCase,
  pinCases,
  type Scene,
  withScene,
} from "../../test/support/pincase.ts";
import { PIN_FILES } from "./pin.ts";

const PINS: ReadonlySet<string> = new Set(PIN_FILES);
const go = spawnSync("go", ["env", "GOROOT"], { encoding: "utf8" });
const skip = go.status === 0 ? false : "no go on PATH";

for (const one of pinCases().filter(isForGo)) {
  test(`go agrees: ${one.name}`, { skip }, async () => {
    await withScene(one, (scene) => {
      const home = exact(one.default ?? "1.22");
      const [word = ""] = one.want.split(" ");
      const { stdout, stderr } = askGo(scene, home, [home, goWord(word)]);
      if (word === "bad") assert.match(stderr, /invalid toolchain/);
      else
        assert.equal(stdout, `go${one.want.includes(" default ") ? home : goWord(word)}\n`, stderr);
    });
  });
}

function isForGo(one: PinCase): boolean {
  const names = Object.keys(one.files).map((path) => path.split("/").at(-1) ?? "");
  const asks = names.some((name) => name === "go.mod" || name === "go.work");
  const off = one.env?.GO111MODULE === "off";
  return (
    asks &&
    !off &&
    !names.some((name) => PINS.has(name)) &&
    one.go !== false &&
    one.owner === undefined
  );
}

function askGo(scene: Scene, home: string, toolchains: readonly string[]) {
  const bin = join(scene.root, "bin");
  mkdirSync(bin);
  for (const version of toolchains) {
    if (/^[\w.-]+$/.test(version)) {
      writeFileSync(join(bin, `go${version}`), `#!/bin/sh\necho go${version}\n`, { mode: 0o755 });
    }
  }
  const path = `${bin}:${join(dirname(go.stdout.trim()), "go", "bin")}:${process.env.PATH}`;
  const env = {
    HOME: scene.root,
    GOENV: "off",
    GOTOOLCHAIN: `go${home}+path`,
    ...scene.env,
    PATH: path,
  };
  return spawnSync(join(go.stdout.trim(), "bin", "go"), ["version"], {
    cwd: scene.cwd,
    env,
    encoding: "utf8",
  });
}

/** From 1.21 on Go fetches 1.24.0 where a go line says 1.24; we take its newest patch. */
function goWord(word: string): string {
  const [, minor = "0"] = /^1\.(\d+)$/.exec(word) ?? [];
  return Number(minor) >= 21 ? `${word}.0` : word;
}

function exact(word: string): string {
  return MINORS[word] ?? word;
}
