// test/data/labels, run: what a program gets under a label, through the shim under every shell and through labelledEnv.
import assert from "node:assert/strict";
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import test, { describe } from "node:test";
import { toolchainEnv } from "#toolchain/environment.ts";
import { SHELLS } from "../../test/support/shells.ts";
import { type ShimHome, tell, withShims } from "../../test/support/shimhome.ts";
import { parseDefinition } from "./definition.ts";
import { userGoEnv, valuesOf } from "./goenv.ts";
import { formatVariables, labelledEnv, variablesOf } from "./variables.ts";

interface Case {
  readonly name: string;
  readonly label: Readonly<Record<string, string>>;
  readonly env: Readonly<Record<string, string>>;
  readonly files?: Readonly<Record<string, string>>;
  readonly want: Readonly<Record<string, string | null>>;
}

const CASES = readFileSync(new URL("../../test/data/labels/cases.jsonl", import.meta.url), "utf8")
  .trimEnd()
  .split("\n")
  .map((line) => JSON.parse(line) as Case);

function definitionOf({ label: { GOTOOLCHAIN, ...env } }: Pick<Case, "label">) {
  const toolchain = GOTOOLCHAIN === undefined ? {} : { toolchain: GOTOOLCHAIN };
  const definition = parseDefinition({ env, ...toolchain });
  assert.ok(!("problem" in definition), JSON.stringify(definition));
  return definition;
}

/** The label 1.22.6@prod, whose `go` prints its environment. */
function makeLabel(at: ShimHome, text: string): void {
  const label = join(at.home, "labels", "1.22.6@prod");
  mkdirSync(join(label, "goroot/bin"), { recursive: true });
  writeFileSync(join(label, "env"), text);
  writeFileSync(join(label, "goroot/bin/go"), "#!/bin/sh\nexec env -0\n", { mode: 0o755 });
  symlinkSync("../labels/1.22.6@prod/goroot", join(at.home, "links", "1.22.6@prod"));
}

/** The environment of a case, its files written. */
function settle(at: ShimHome, one: Case): Record<string, string> {
  const home = join(at.root, "user");
  for (const [path, text] of Object.entries(one.files ?? {})) {
    mkdirSync(dirname(join(home, path)), { recursive: true });
    writeFileSync(join(home, path), text);
  }
  const given = { HOME: home, ...one.env };
  return Object.fromEntries(
    Object.entries(given).map(([name, value]) => [name, value.replace("HOME", home)]),
  );
}

function seen(want: Case["want"], env: Readonly<Record<string, string | undefined>>) {
  return Object.fromEntries(Object.keys(want).map((name) => [name, env[name] ?? null]));
}

const USE = { GOSTEAD_VERSION: "1.22.6@prod" };

for (const shell of SHELLS) {
  describe(`under ${shell.name}`, { skip: shell.skip }, () => {
    const run = (at: ShimHome, env: Record<string, string>) =>
      tell(at, [...shell.argv, join(at.home, "shims/go")], { ...env, ...USE });

    for (const one of CASES) {
      test(one.name, () =>
        withShims((at) => {
          makeLabel(at, formatVariables(definitionOf(one), "linux"));
          const { stdout, stderr, code } = run(at, settle(at, one));
          assert.deepEqual([stderr, code], ["", 0]);
          const got = stdout.split("\0").map((line) => line.split(/=(.*)/s).slice(0, 2));
          const want = Object.entries(one.want).map(([name, value]) => [
            name,
            value?.replace("HOME/", `${join(at.root, "user")}/`) ?? null,
          ]);
          assert.deepEqual(seen(one.want, Object.fromEntries(got)), Object.fromEntries(want));
        }),
      );
    }

    test("on macOS the file lies elsewhere", () =>
      withShims((at) => {
        const one = { name: "", label: { GOPROXY: "a" }, env: {}, want: {} };
        makeLabel(at, formatVariables(definitionOf(one), "darwin"));
        const file = { "Library/Application Support/go/env": "GOPROXY=b\n" };
        const other = { ".config/go/env": "GOPROXY=b\n" };
        assert.match(run(at, settle(at, { ...one, files: other })).stdout, /\0GOPROXY=a\0/);
        assert.doesNotMatch(run(at, settle(at, { ...one, files: file })).stdout, /\0GOPROXY=/);
      }));

    test("a damaged label runs nothing", () =>
      withShims((at) => {
        const bad = [
          "",
          "gostead label 2 linux\n",
          "GOPROXY=a\n",
          "gostead label 1 linux\nPATH=/x\n",
        ];
        makeLabel(at, "");
        for (const text of [...bad, "gostead label 1 linux\nLD_PRELOAD=/x\n"]) {
          writeFileSync(join(at.home, "labels/1.22.6@prod/env"), text);
          const { stdout, stderr, code } = run(at, {});
          assert.deepEqual([stdout, code], ["", 2], text);
          assert.match(
            stderr,
            /^gostead: label 1\.22\.6@prod is damaged\n.*GOSTEAD_VERSION\n.*fix: /,
          );
        }
      }));

    test("a label that is not there", () =>
      withShims((at) => {
        const { stdout, stderr, code } = run(at, {});
        assert.deepEqual([stdout, code], ["", 127]);
        assert.match(stderr, /^gostead: label 1\.22\.6@prod is not there\n/);
        assert.match(stderr, /\ngostead: fix: gostead label add 1\.22\.6@prod\n$/);
      }));
  });
}

describe("labelledEnv", () => {
  for (const one of CASES) {
    test(one.name, () =>
      withShims((at) => {
        const env = settle(at, one);
        const own = labelledEnv(env, variablesOf(definitionOf(one)), valuesOf(userGoEnv(env)));
        const want = Object.entries(one.want).map(([name, value]) => [
          name,
          value?.replace("HOME/", `${join(at.root, "user")}/`) ?? null,
        ]);
        assert.deepEqual(seen(one.want, toolchainEnv(own, "/r")), Object.fromEntries(want));
      }),
    );
  }
});
