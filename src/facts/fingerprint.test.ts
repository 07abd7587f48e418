// The fingerprint of recorded machines (test/data/fingerprints, and those of test/data/machines
// that say what is right for it), and of this one against the real Go.
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { run } from "#host/run.ts";
import { parseCpuinfo } from "./cpuinfo.ts";
import { goamd64Of, goriscv64Of, missingFlags } from "./cpulevel.ts";
import { elfHead } from "./elfhead.ts";
import { gather } from "./gather.ts";
import { type Place, recordedPlace, thisPlace } from "./place.ts";

const data = fileURLToPath(new URL("../../test/data/", import.meta.url));

async function fingerprintOf(place: Place) {
  const { fingerprint } = await gather(["fingerprint"], place);
  assert.ok(fingerprint.known, "reason" in fingerprint ? fingerprint.reason : "");
  return fingerprint.value;
}

for (const directory of ["fingerprints", "machines"]) {
  for (const name of readdirSync(join(data, directory))) {
    const machine = JSON.parse(readFileSync(join(data, directory, name, "machine.json"), "utf8"));
    if (machine.fingerprint === undefined) continue;
    test(`${directory}/${name}: ${machine.about}`, async () => {
      const found = await fingerprintOf(await recordedPlace(join(data, directory, name)));
      for (const [field, value] of Object.entries(machine.fingerprint)) {
        assert.deepEqual(found[field as keyof typeof found], value, field);
      }
      for (const [field, value] of Object.entries(found)) {
        const optional = ["goarm", "goamd64", "goriscv64", "container"].includes(field);
        if (value === null && !optional) assert.ok(found.reasons[field], `${field} has no reason`);
      }
    });
  }
}

const noGo = spawnSync("go", ["version"]).error !== undefined && "go is not here";
test("this machine is what its Go says", { skip: noGo }, async () => {
  const arch = process.arch === "x64" ? "amd64" : process.arch;
  const host = { env: process.env, cwd: "/", platform: { os: process.platform, arch }, run };
  const found = await fingerprintOf(thisPlace(host as never));
  const env = { ...process.env, GOARCH: "", GOOS: "", GOENV: "off" };
  const said = execFileSync("go", ["env", "GOARCH", "GOOS"], { encoding: "utf8", env });
  assert.deepEqual([found.goarch, found.os], said.trim().split("\n"));
  const uname = execFileSync("uname", ["-mr"], { encoding: "utf8" }).trim();
  assert.equal(`${found.kernel} ${found.machine}`, uname);
  assert.equal(found.cores, Number(execFileSync("nproc", ["--all"], { encoding: "utf8" })));
});

test("levels are those of the psABI and of RISC-V's profiles", () => {
  const v2 = "cx16 lahf_lm popcnt pni sse4_1 sse4_2 ssse3".split(" ");
  assert.equal(goamd64Of([]), "v1");
  assert.equal(goamd64Of(v2), "v2");
  assert.equal(goamd64Of(v2.slice(1)), "v1");
  // A level without the one below it is not reached.
  assert.equal(goamd64Of("avx avx2 bmi1 bmi2 f16c fma abm movbe xsave".split(" ")), "v1");
  assert.equal(goriscv64Of(["rv64", "i"]), null);
});

test("names asked for are the kernel's, or what others call the same", () => {
  const flags = ["sse4_2", "pni", "abm", "asimd"];
  assert.deepEqual(missingFlags(["SSE4.2", "sse3", "lzcnt", "neon", "avx"], flags), ["avx"]);
});

test("whatever cpuinfo and a header hold, reading them ends and never throws", () => {
  const line = fc.tuple(
    fc.constantFrom("processor", "flags", "Features", "isa", "vendor_id", "cpu family", "", "x"),
    fc.constantFrom("\t: ", ":", "", "\n\n"),
    fc.string(),
  );
  fc.assert(
    fc.property(fc.array(line), (lines) => {
      const info = parseCpuinfo(lines.map((parts) => parts.join("")).join("\n"));
      if (info !== undefined) assert.ok(info.cores > 0);
    }),
  );
  const magic = fc.uint8Array().map((rest) => Buffer.concat([Buffer.from("\x7fELF"), rest]));
  fc.assert(fc.property(magic, (bytes) => elfHead(bytes)?.goarch !== ""));
});
