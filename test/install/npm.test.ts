// How install.sh lets npm work: where it runs, what it sees, and what happens when it fails or is not there.
import assert from "node:assert/strict";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { has } from "../support/shells.ts";
import { checkout, npmBody, OLD_NODE } from "./checkout.ts";
import { double, logged, setup, withMachine } from "./machine.ts";

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
