import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { ABIS, abiOf } from "./abi.ts";

const noGo = spawnSync("go", ["version"]).status === 0 ? false : "go is not on PATH";

/** The files of internal/cpu that a GOARCH is built with, where they are not named after it. */
const CPU_FILE: Readonly<Record<string, string>> = {
  "386": "cpu_x86.go",
  amd64: "cpu_x86.go",
  ppc64le: "cpu_ppc64x.go",
};

test("instruction and cache line are those of Go's own sources", { skip: noGo }, () => {
  const src = join(execFileSync("go", ["env", "GOROOT"], { encoding: "utf8" }).trim(), "src");
  const number = (file: string, name: string) => {
    const text = readFileSync(join(src, "internal", file), "utf8");
    return Number(new RegExp(`\\b${name}\\s*=\\s*(\\d+)`).exec(text)?.[1]);
  };
  assert.ok(globSync(join(src, "internal/goarch/goarch_*.go")).length > 5);
  for (const [goarch, abi] of Object.entries(ABIS)) {
    assert.equal(abi.instruction, number(`goarch/goarch_${goarch}.go`, "_PCQuantum"), goarch);
    const file = CPU_FILE[goarch] ?? `cpu_${goarch}.go`;
    assert.equal(abi.cacheLine, number(`cpu/${file}`, "CacheLinePadSize"), goarch);
  }
});

test("Windows and Apple call C by conventions of their own, and what is unknown stays so", () => {
  assert.equal(abiOf("linux", "amd64")?.c, "System V AMD64");
  assert.equal(abiOf("windows", "amd64")?.c, "Microsoft x64");
  assert.match(abiOf("darwin", "arm64")?.c ?? "", /Apple/);
  assert.equal(abiOf("linux", "arm64")?.c, "AAPCS64");
  assert.equal(abiOf("linux", "e2k"), null);
  assert.equal(abiOf(null, null), null);
});
