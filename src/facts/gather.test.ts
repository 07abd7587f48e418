// Sources that hang, flood, lie or forbid: each makes its fact unknown, with a
// reason and in time, and no other. Real files, fifos and programs.
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import test from "node:test";
import { fileURLToPath } from "node:url";
import { realHost } from "#host/host.ts";
import { FACT_NAMES, type FactName } from "./facts.ts";
import { gather } from "./gather.ts";
import { recordedPlace, thisPlace } from "./place.ts";

const TIMEOUT_MS = 300;
const machines = fileURLToPath(new URL("../../test/data/machines/", import.meta.url));

interface Machine {
  readonly root: string;
  readonly home: string;
  /** Env beside HOME, PATH of `bin` and the system. */
  facts<N extends FactName>(
    names: readonly N[],
    env?: Record<string, string>,
  ): ReturnType<typeof gather<N>>;
  go(script: string): void;
}

async function withMachine(use: (machine: Machine) => Promise<void>): Promise<void> {
  const root = mkdtempSync(join(tmpdir(), "gostead-facts-"));
  const home = join(root, "home");
  mkdirSync(home);
  mkdirSync(join(root, "bin"));
  try {
    await use({
      root,
      home,
      facts: async (names, env = {}) => {
        const all = { HOME: home, PATH: `${join(root, "bin")}:/usr/bin:/bin`, ...env };
        return await gather(names, thisPlace(realHost(all), TIMEOUT_MS));
      },
      go: (script) => {
        writeFileSync(join(root, "bin", "go"), script);
        chmodSync(join(root, "bin", "go"), 0o755);
      },
    });
  } finally {
    rmSync(root, { recursive: true });
  }
}

function reasonOf(fact: { known: boolean; reason?: string }): string {
  assert.equal(fact.known, false);
  return fact.reason ?? "";
}

test("start files: a fifo, a device, a gigabyte, a directory, binary, a circle of links", async () => {
  const cases: readonly [RegExp, (path: string) => void][] = [
    [/it is a fifo/, (path) => execFileSync("mkfifo", [path])],
    [/it is a device/, (path) => symlinkSync("/dev/zero", path)],
    [/larger than 1048576 bytes/, (path) => sparse(path)],
    [/it is a directory/, (path) => mkdirSync(path)],
    [/it is binary/, (path) => writeFileSync(path, Buffer.from([0x7f, 0, 1]))],
    [/links go in a circle/, (path) => symlinkSync(path, path)],
  ];
  for (const [expected, make] of cases) {
    await withMachine(async ({ home, facts }) => {
      make(join(home, ".bashrc"));
      writeFileSync(join(home, ".profile"), "export GOROOT=/x\n");
      const { rc } = await facts(["rc"]);
      assert.ok(rc.known);
      const bad = rc.value.files.filter(({ unreadable }) => unreadable !== null);
      assert.deepEqual(
        bad.map(({ path }) => path),
        [join(home, ".bashrc")],
      );
      assert.match(bad[0]?.unreadable ?? "", expected);
      const profile = rc.value.files.find(({ path }) => path === join(home, ".profile"));
      assert.equal(profile?.lines[0]?.sets, "GOROOT");
    });
  }
});

function sparse(path: string): void {
  writeFileSync(path, "x");
  truncateSync(path, 2 ** 30);
}

test("Go's settings file: a fifo and a gigabyte do not stop us, a missing one is no fault", async () => {
  await withMachine(async ({ root, home, facts }) => {
    const file = join(root, "env");
    execFileSync("mkfifo", [file]);
    assert.match(reasonOf((await facts(["settings"], { GOENV: file })).settings), /a fifo/);
    sparse(join(home, "big"));
    const big = await facts(["goenvfile"], { GOENV: join(home, "big") });
    assert.match(reasonOf(big.goenvfile), /larger than/);
    const { goenvfile } = await facts(["goenvfile"], { GOENV: join(root, "none") });
    assert.equal(goenvfile.known && goenvfile.value.there, false);
  });
});

test("a start file that may not be read says so", async () => {
  await withMachine(async ({ root, home }) => {
    writeFileSync(join(home, ".bashrc"), "export GOROOT=/x\n");
    chmodSync(join(home, ".bashrc"), 0);
    for (const path of [root, home, join(root, "bin")]) chmodSync(path, 0o755);
    // Root may read everything: another user looks.
    const main = fileURLToPath(new URL("../cli/main.ts", import.meta.url));
    const argv = [main, "facts", "rc", "--json"];
    const env = { HOME: home, PATH: "/usr/bin:/bin" };
    const who = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};
    const ran = spawnSync(process.execPath, argv, { env, cwd: "/", encoding: "utf8", ...who });
    assert.equal(ran.status, 0, ran.stderr);
    assert.match(ran.stdout, /\.bashrc"[^}]*"unreadable":"reading it is not permitted"/);
  });
});

test("a go that hangs, floods, fails, says garbage, or is not there", async () => {
  const cases: readonly [RegExp, string][] = [
    [/did not end within 0\.3 s/, "#!/bin/sh\nsleep 60\n"],
    [/did not end within 0\.3 s/, "#!/bin/sh\ntrap '' TERM INT\nwhile :; do sleep 1; done\n"],
    [/said more than|did not end/, "#!/bin/sh\nexec yes\n"],
    [/said more than/, "#!/bin/sh\nhead -c 10000000 /dev/zero\n"],
    [/go env failed with 1: go: broken/, "#!/bin/sh\necho 'go: broken' >&2\nexit 1\n"],
    [/no JSON object/, "#!/bin/sh\necho '}{ \\0'\n"],
    [/no JSON object/, "#!/bin/sh\necho '[1]'\n"],
    [/ended by SIGKILL/, "#!/bin/sh\nkill -9 $$\n"],
    [/cannot start/, "#!/no/such/interpreter\n"],
  ];
  for (const [expected, script] of cases) {
    await withMachine(async ({ facts, go }) => {
      go(script);
      const { goenv, gos, goenvfile } = await facts(["goenv", "gos", "goenvfile"]);
      assert.match(reasonOf(goenv), expected, script);
      assert.equal(gos.known && gos.value.gos.length > 0, true, "files are looked at all the same");
      assert.equal(goenvfile.known, true);
    });
  }
  await withMachine(async ({ facts }) => {
    const { goenv } = await facts(["goenv"], { PATH: "/none" });
    assert.match(reasonOf(goenv), /no go on PATH/);
  });
});

test("300 entries of PATH: missing, files, relative, empty, twice; each go once for its entry", async () => {
  await withMachine(async ({ root, go, facts }) => {
    go("toy");
    const bin = join(root, "bin");
    const odd = ["", "relative", join(root, "none"), join(bin, "go"), bin];
    const many = Array.from({ length: 295 }, (_, n) => join(root, `d${n}`));
    for (const directory of many.slice(0, 200)) mkdirSync(directory);
    const PATH = [...odd, ...many].join(delimiter);
    const { path, gos } = await facts(["path", "gos"], { PATH });
    assert.equal(path.known, true);
    const states = path.known ? path.value.entries.map(({ state }) => state) : [];
    assert.deepEqual(states.slice(0, 5), [
      "empty",
      "relative",
      "missing",
      "unreadable",
      "directory",
    ]);
    assert.equal(states.length, 300);
    assert.equal(states.filter((one) => one === "directory").length, 201);
    assert.deepEqual(gos.known && gos.value.gos.map(({ position }) => position), [5]);
  });
});

test("without HOME and PATH every fact still answers", async () => {
  const facts = await gather(FACT_NAMES, thisPlace(realHost({}), TIMEOUT_MS));
  assert.deepEqual(Object.keys(facts), FACT_NAMES);
  for (const fact of Object.values(facts)) if (!fact.known) assert.notEqual(fact.reason, "");
  assert.equal(facts.path.known && facts.path.value.entries.length, 0);
});

test("facts are plain JSON: they are the same after a trip through it", async () => {
  const facts = await gather(FACT_NAMES, await recordedPlace(join(machines, "shadowed")));
  assert.deepEqual(JSON.parse(JSON.stringify(facts)), facts);
});

test("a recorded machine is read below its root: no link leads out of it", async () => {
  const root = mkdtempSync(join(tmpdir(), "gostead-root-"));
  try {
    cpSync(join(machines, "plain"), root, { recursive: true });
    rmSync(join(root, "home/u/.bashrc"));
    symlinkSync("../../../../../../../../etc/profile", join(root, "home/u/.bashrc"));
    mkdirSync(join(root, "etc"));
    writeFileSync(join(root, "etc/profile"), "export GOROOT=/inside\n");
    const { rc } = await gather(["rc"], await recordedPlace(root));
    const lines = rc.known
      ? rc.value.files.find(({ path }) => path.endsWith("/.bashrc"))?.lines
      : [];
    assert.equal(lines?.[0]?.value, "/inside");
  } finally {
    rmSync(root, { recursive: true });
  }
});

test("the root of another system tells what its files tell, and nothing of this machine", async () => {
  const root = mkdtempSync(join(tmpdir(), "chroot-"));
  try {
    for (const name of ["etc", "usr", "bin"]) mkdirSync(join(root, name));
    writeFileSync(join(root, "etc/os-release"), 'ID=raspbian\nVERSION_ID="12"\n');
    // 32 bits, little-endian, machine 40: ARM.
    const head = Buffer.from("7f454c4601010100000000000000000002002800", "hex");
    writeFileSync(join(root, "bin/sh"), head);
    const { fingerprint } = await gather(["fingerprint"], await recordedPlace(root));
    assert.ok(fingerprint.known);
    const { goarch, distro, distroVersion, os, kernel, cores, reasons } = fingerprint.value;
    assert.deepEqual([goarch, distro, distroVersion], ["arm", "raspbian", "12"]);
    assert.deepEqual([os, kernel, cores], [null, null, null]);
    for (const name of ["os", "kernel", "cores"]) assert.ok(reasons[name], name);
  } finally {
    rmSync(root, { recursive: true });
  }
});

test("what is no recorded machine is refused, and programs are never run for one", async () => {
  await assert.rejects(recordedPlace("/none"), /no recorded machine: it has no machine.json/);
  const { uname, libc } = await gather(
    ["uname", "libc"],
    await recordedPlace(join(machines, "plain")),
  );
  assert.match(reasonOf(uname), /was not recorded/);
  assert.equal(libc.known, true);
});

test("machines that were recorded say what they are", async () => {
  const facts = await gather(
    ["libc", "os-release", "uname", "goenv"],
    await recordedPlace(join(machines, "alpine")),
  );
  assert.deepEqual(facts.libc.known && facts.libc.value, {
    kind: "musl",
    version: null,
    loader: "/lib/ld-musl-x86_64.so.1",
  });
  assert.deepEqual(facts["os-release"].known && facts["os-release"].value.id, "alpine");
  assert.equal(facts.uname.known && facts.uname.value.machine, "x86_64");
  const { goenv } = await gather(["goenv"], await recordedPlace(join(machines, "goenv-broken")));
  assert.match(reasonOf(goenv), /cannot find GOROOT directory/);
  const { gos } = await gather(["gos"], await recordedPlace(join(machines, "shadowed")));
  assert.deepEqual(gos.known && gos.value.gos.map(({ kind, version }) => [kind, version]), [
    ["distro", "go1.19.8"],
    ["gostead", null],
  ]);
});
