// The proof that the double is right: the real go command takes a toolchain
// from it, checksum log and all, and refuses the same one when it lies.
import assert from "node:assert/strict";
import { execFile, spawnSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import { promisify } from "node:util";
import { type GoProxy, ranged, startProxy } from "./goproxy.ts";
import { badSignature, flip, ON } from "./lies.ts";
import { type Log, makeLog } from "./log.ts";
import { moduleOf, toyToolchain } from "./toolchain.ts";

const go = spawnSync("go", ["version"]).status === 0;
const skip = go ? false : "no go on PATH";
const platform = go ? spawnSync("go", ["env", "GOHOSTOS", "GOHOSTARCH"]).stdout.toString() : "";
const toolchain = toyToolchain("1.22.5", platform.trim().replace("\n", "-") || "linux-amd64");

async function withDouble(run: (proxy: GoProxy, log: Log) => Promise<void>): Promise<void> {
  const log = makeLog({ name: "log.gostead.test", seed: "goproxy" });
  log.fill(66_000);
  const proxy = await startProxy({ log, toolchains: [toolchain] });
  log.fill(700);
  try {
    await run(proxy, log);
  } finally {
    await proxy.close();
  }
}

async function runGo(proxy: GoProxy, log: Log, args: readonly string[]) {
  const home = await mkdtemp(join(tmpdir(), "gostead-go-"));
  const env = {
    PATH: process.env.PATH,
    HOME: home,
    GOPATH: join(home, "go"),
    GOENV: "off",
    GOFLAGS: "-modcacherw",
    GOPROXY: proxy.url,
    GOSUMDB: log.verifierKey,
    GOTOOLCHAIN: "go1.22.5+auto",
  };
  try {
    return (await promisify(execFile)("go", args, { env, cwd: home })).stdout;
  } finally {
    await promisify(execFile)("chmod", ["-R", "u+w", home]);
    await rm(home, { recursive: true });
  }
}

test("real go switches to a toy toolchain that the double proves", { skip }, async () => {
  await withDouble(async (proxy, log) => {
    const stdout = await runGo(proxy, log, ["version"]);
    assert.equal(stdout, `go version go1.22.5 ${toolchain.platform.replace("-", "/")}\n`);
    const paths = proxy.requests.map(({ path }) => path);
    const lookup = `/sumdb/${log.name}/lookup/${moduleOf(toolchain)}`;
    assert.ok(paths.includes(lookup), paths.join("\n"));
    assert.ok(paths.some((path) => path.includes("/tile/8/1/")));
    assert.deepEqual(
      proxy.requests.filter(({ status }) => status !== 200),
      [],
    );
  });
});

test("real go refuses a flipped byte in the zip", { skip }, async () => {
  await withDouble(async (proxy, log) => {
    const told = proxy.lie(flip(ON.zip, 200_000));
    await assert.rejects(runGo(proxy, log, ["version"]), /checksum|flate|SECURITY ERROR/);
    assert.equal(told.count, 1);
  });
});

test("real go refuses a head whose signature is wrong", { skip }, async () => {
  await withDouble(async (proxy, log) => {
    proxy.lie(badSignature(ON.lookup));
    await assert.rejects(runGo(proxy, log, ["version"]), /invalid signature|unverifiable/);
  });
});

test("real go refuses a record of another h1", { skip }, async () => {
  const other = makeLog({ name: "log.gostead.test", seed: "goproxy" });
  other.add(`${moduleOf(toolchain).replace("@", " ")} h1:${"A".repeat(43)}=\n`);
  await withDouble(async (proxy) => {
    proxy.showLog(other);
    await assert.rejects(runGo(proxy, other, ["version"]), /SECURITY ERROR/);
  });
});

test("byte ranges follow RFC 9110", () => {
  const body = Buffer.from("0123456789");
  const of = (range: string) => {
    const { status, headers, body: part } = ranged(body, range);
    return [status, headers["content-range"], part.toString()];
  };
  assert.deepEqual(of("bytes=2-4"), [206, "bytes 2-4/10", "234"]);
  assert.deepEqual(of("bytes=7-"), [206, "bytes 7-9/10", "789"]);
  assert.deepEqual(of("bytes=-3"), [206, "bytes 7-9/10", "789"]);
  assert.deepEqual(of("bytes=8-99"), [206, "bytes 8-9/10", "89"]);
  assert.deepEqual(of("bytes=0-1,4-5"), [200, undefined, "0123456789"]);
  assert.equal(of("bytes=10-")[0], 416);
});
